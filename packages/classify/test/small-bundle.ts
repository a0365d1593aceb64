/** A bundle of a narrow network with random weights, in a folder: made in a moment, three classes. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  encodeBundle,
  encodeGoldenAnswers,
  hashInput,
  prepareInput,
  type GoldenCase,
} from "@inception-edge/bundle";
import { loadDecoder } from "@inception-edge/image";
import { openModel } from "@inception-edge/inference";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { narrowTflite } from "@inception-edge/testing/networks/narrow-tflite";
import { writeTflite } from "@inception-edge/tflite";
import { smallImage } from "./small-images.ts";

const ROLE = "tflite-float32";

/** @param spoil changes the golden answer, which is right otherwise */
export async function writeSmallBundle(
  folder: string,
  spoil = (right: GoldenCase): GoldenCase => right,
): Promise<void> {
  const facts = testFacts(3);
  const tflite = writeTflite(narrowTflite());
  const image = smallImage(0);
  const decoder = await loadDecoder({ background: facts.input.background });
  const input = prepareInput(facts.input, decoder.decode(image));
  const model = await openModel(tflite, { engine: "litert" });
  const [scores] = await model.run(input);
  await model.dispose();
  const right: GoldenCase = {
    path: "golden/0.png",
    inputSha256: await hashInput(input),
    answers: { [ROLE]: { scores: [...scores!], tolerance: 1e-4 } },
  };
  const files = await encodeBundle(facts, [
    { path: "model.tflite", role: ROLE, bytes: tflite },
    { path: right.path, role: "golden-image", bytes: image },
    encodeGoldenAnswers({ cases: [spoil(right)] }),
  ]);
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}
