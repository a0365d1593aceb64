/**
 * Golden images and the outputs that they must give, by which a service checks itself before it serves. The images are
 * drawn, so nobody holds rights to them.
 */
import {
  encodeGoldenAnswers,
  hashInput,
  prepareInput,
  type BundleContent,
  type GoldenAnswer,
  type InputContract,
} from "@inception-edge/bundle";
import { drawDemoJpegs } from "@inception-edge/dataset";
import { loadDecoder } from "@inception-edge/image";
import { compileEngine, openModel } from "@inception-edge/inference";
import { tfliteFormats, type TfliteFormat } from "../evaluate/tflite-evaluation.ts";

const IMAGES = 3;

/** Engines sum in different orders, which in int8 sometimes changes a value by one step. */
const TOLERANCES: Readonly<Record<TfliteFormat, number>> = { float32: 1e-3, int8: 2e-2 };

/** @param files the bundle's TFLite files */
export async function goldenContents(
  files: Readonly<Record<TfliteFormat, Uint8Array>>,
  contract: InputContract,
): Promise<BundleContent[]> {
  const engine = await compileEngine(); // In WebAssembly: they judge the native one.
  const decoder = await loadDecoder({ background: contract.background });
  const images = (await drawDemoJpegs(IMAGES)).map((bytes, index) => ({
    path: `golden/${index}.jpeg`,
    bytes,
    input: prepareInput(contract, decoder.decode(bytes)),
    answers: {} as Record<string, GoldenAnswer>,
  }));
  for (const format of tfliteFormats) {
    const model = await openModel(files[format], { engine });
    for (const { input, answers } of images) {
      const [probabilities] = await model.run(input);
      answers[`tflite-${format}`] = { scores: [...probabilities!], tolerance: TOLERANCES[format] };
    }
    model.dispose();
  }
  const cases = await Promise.all(
    images.map(async ({ path, input, answers }) => ({
      path,
      inputSha256: await hashInput(input),
      answers,
    })),
  );
  return [
    ...images.map(({ path, bytes }) => ({ path, role: "golden-image", bytes })),
    encodeGoldenAnswers({ cases }),
  ];
}
