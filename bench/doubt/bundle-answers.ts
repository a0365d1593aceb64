/** What a bundle's int8 file answers to images: of its own dataset, of another, or made. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  bundleFile,
  bundleTensors,
  pooledChannels,
  prepareInput,
  readBundle,
  type Bundle,
} from "../../packages/bundle/src/mod.ts";
import {
  prepareDataset,
  valIndices,
  type PreparedDataset,
  type Splits,
} from "../../packages/dataset/src/mod.ts";
import type { RgbImage } from "../../packages/image/src/mod.ts";
import { openModel, type InferenceModel } from "../../packages/inference/src/mod.ts";
import { packedInputs } from "../../packages/trainer/src/answers/packed-inputs.ts";
import { tfliteEngine } from "../../packages/trainer/src/answers/tflite-engine.ts";
import { trainedSplits } from "../../packages/trainer/src/export/doubt/trained-splits.ts";
import { evenlySpaced } from "../../packages/trainer/src/export/evenly-spaced.ts";

/** What the file says of images, one after the other. */
export interface Answered {
  /** `[classes]` each. */
  readonly scores: readonly Float32Array[];
  readonly logits: readonly Float32Array[];
  /** By name of the feature map, `pooledChannels` of it. */
  readonly pooled: ReadonlyMap<string, readonly Float32Array[]>;
}

/** A bundle and the images that it was made with. */
export interface OpenedBundle {
  readonly bundle: Bundle;
  readonly packed: PreparedDataset;
  readonly splits: Splits;
  readonly model: InferenceModel;
}

const ROLE = "tflite-int8";

/**
 * @param maps feature maps that are wanted too
 * @throws {Error} when the held-out images cannot be told
 */
export async function openBundle(
  folder: string,
  dataset: string,
  maps: readonly string[] = [],
): Promise<OpenedBundle> {
  const bundle = await readBundle((path) => readFile(join(folder, path)));
  const packed = await packedAs(bundle, dataset);
  const splits = trainedSplits(bundle.manifest, packed);
  if (typeof splits === "string") throw new Error(splits);
  const expose = [bundleTensors(bundle.manifest).logits[ROLE]!, ...maps];
  const model = await openModel(bundleFile(bundle, ROLE), { engine: await tfliteEngine(), expose });
  return { bundle, packed, splits: { ...splits, val: valIndices(packed) }, model };
}

/** A dataset packed in the size that the bundle stores. */
export function packedAs({ manifest }: Bundle, dataset: string): Promise<PreparedDataset> {
  return prepareDataset(dataset, { storedSize: manifest.input.storedSize });
}

/** At most so many images of a split, evenly spaced. @returns the answers and the classes */
export async function answersTo(
  { bundle, model }: OpenedBundle,
  packed: PreparedDataset,
  { indices, most }: { readonly indices: Int32Array; readonly most: number },
): Promise<Answered & { readonly labels: readonly number[] }> {
  const chosen = evenlySpaced(indices, most);
  const inputs = packedInputs(packed.imagesPath, chosen, bundle.manifest.input);
  const answered = await run(model, inputs);
  return { ...answered, labels: Array.from(chosen, (index) => packed.labels[index]!) };
}

/** The answers to images that are in no dataset. */
export function answersToImages(
  { bundle, model }: OpenedBundle,
  images: readonly RgbImage[],
): Promise<Answered> {
  return run(
    model,
    images.map((image) => prepareInput(bundle.manifest.input, image)),
  );
}

/** The most channels of a map that are pooled. */
const MOST = 240;

async function run(
  model: InferenceModel,
  inputs: AsyncIterable<Float32Array> | Iterable<Float32Array>,
): Promise<Answered> {
  const scores: Float32Array[] = [];
  const logits: Float32Array[] = [];
  const maps = model.outputs.slice(2);
  const pooled = new Map(maps.map(({ name }): [string, Float32Array[]] => [name, []]));
  for await (const input of inputs) {
    const [score, logit, ...features] = await model.run(input);
    scores.push(score!);
    logits.push(logit!);
    for (const [index, { name, shape }] of maps.entries()) {
      const channels = shape.at(-1)!;
      pooled.get(name)!.push(pooledChannels(features[index]!, channels, Math.min(MOST, channels)));
    }
  }
  return { scores, logits, pooled };
}
