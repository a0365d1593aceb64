/** A bundle of a narrow network with random weights, in a folder: made in a moment, three classes. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  encodeBundle,
  encodeGaussian,
  encodeGoldenAnswers,
  fitGaussian,
  fitOodScale,
  hashInput,
  measuresOf,
  pooledChannels,
  prepareInput,
  type BundleContent,
  type BundleFacts,
  type GoldenCase,
} from "@inception-edge/bundle";
import { loadDecoder } from "@inception-edge/image";
import { openModel } from "@inception-edge/inference";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { narrowTflite } from "@inception-edge/testing/networks/narrow-tflite";
import { writeTflite } from "@inception-edge/tflite";
import { smallImage } from "./small-images.ts";

const ROLE = "tflite-float32";
const FEATURE_MAP = "pool3";
/** Images that the marks are fitted on, of which the threshold keeps half. */
const [FITTED, KEPT] = [60, 0.5];

export interface SmallBundleOptions {
  /** Changes the golden answer, which is right otherwise. */
  readonly spoil?: (right: GoldenCase) => GoldenCase;
  /** Whether it tells images unlike those of training; by default so. */
  readonly marks?: boolean;
}

export async function writeSmallBundle(
  folder: string,
  { spoil = (right) => right, marks = true }: SmallBundleOptions = {},
): Promise<void> {
  const facts = testFacts(3);
  const tflite = writeTflite(narrowTflite());
  const decoder = await loadDecoder({ background: facts.input.background });
  const inputs = Array.from({ length: FITTED }, (_, seed) =>
    prepareInput(facts.input, decoder.decode(smallImage(seed))),
  );
  const model = await openModel(tflite, { engine: "litert", expose: [FEATURE_MAP] });
  const channels = model.outputs[1]!.shape.at(-1)!;
  const scores: Float32Array[] = [];
  const pooled: Float32Array[] = [];
  for (const input of inputs) {
    const [answer, map] = await model.run(input);
    scores.push(answer!);
    pooled.push(pooledChannels(map!, channels, channels));
  }
  await model.dispose();
  const right: GoldenCase = {
    path: "golden/0.png",
    inputSha256: await hashInput(inputs[0]!),
    answers: { [ROLE]: { scores: [...scores[0]!], tolerance: 1e-4 } },
  };
  const gaussian = fitGaussian(pooled);
  const measures = scores.map((row, image) => measuresOf(pooled[image]!, row, gaussian));
  const outOfDistribution: BundleFacts["outOfDistribution"] = {
    images: FITTED,
    kept: KEPT,
    featureMap: FEATURE_MAP,
    channels,
    scales: { [ROLE]: fitOodScale(measures, KEPT) },
    checked: { split: "val", images: FITTED, marked: {}, role: ROLE, kinds: [] },
  };
  const contents: BundleContent[] = [
    { path: "model.tflite", role: ROLE, bytes: tflite },
    { path: right.path, role: "golden-image", bytes: smallImage(0) },
    encodeGoldenAnswers({ cases: [spoil(right)] }),
    ...(marks ? [encodeGaussian(gaussian)] : []),
  ];
  const files = await encodeBundle({ ...facts, ...(marks && { outOfDistribution }) }, contents);
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}
