/** How well images that no dataset has are told from those of val. */
import {
  auroc,
  drawStrangeImages,
  oodMeasures,
  oodScore,
  prepareInput,
  strangeKinds,
  type Gaussian,
  type InputContract,
  type OodFigures,
  type OodScale,
} from "@inception-edge/bundle";
import { openModel, type CompiledEngine } from "@inception-edge/inference";

/** Of each kind. */
const IMAGES = 200;

/**
 * @param usual scores of val
 * @param options.featureMap the map that the Gaussian describes
 */
export async function checkStrange(
  tflite: Uint8Array,
  usual: readonly number[],
  options: {
    readonly engine: CompiledEngine;
    readonly contract: InputContract;
    readonly featureMap: string;
    readonly gaussian: Gaussian;
    readonly scale: OodScale;
  },
): Promise<OodFigures[]> {
  const { engine, contract, featureMap, gaussian, scale } = options;
  const model = await openModel(tflite, { engine, expose: [featureMap] });
  const channels = model.outputs[1]!.shape.at(-1)!;
  const figures: OodFigures[] = [];
  for (const kind of strangeKinds) {
    const found: number[] = [];
    for (const image of drawStrangeImages(kind, IMAGES)) {
      const [scores, map] = await model.run(prepareInput(contract, image));
      found.push(oodScore(oodMeasures(map!, scores!, { channels, gaussian }), scale));
    }
    const marked = found.filter((score) => score > scale.threshold).length / found.length;
    figures.push({ kind, images: found.length, auroc: auroc(usual, found), marked });
  }
  await model.dispose();
  return figures;
}
