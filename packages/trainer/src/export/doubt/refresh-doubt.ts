/** Fits answer sets and the out-of-distribution score of a bundle that was published before. */
import { valName, type Bundle } from "@inception-edge/bundle";
import type { PreparedDataset } from "@inception-edge/dataset";
import type { CompiledEngine } from "@inception-edge/inference";
import { tfliteAnswers } from "../../answers/tflite-probabilities.ts";
import { logitsOf } from "../../evaluate/logits.ts";
import { scores } from "../../evaluate/scores.ts";
import type { TfliteFormat } from "../../evaluate/tflite-evaluation.ts";
import { evenlySpaced } from "../evenly-spaced.ts";
import { HELD_OUT_IMAGES } from "../measure-tflite.ts";
import { fitDoubt, type Doubt } from "./fit-doubt.ts";
import type { SplitAnswers } from "./judge-answers.ts";
import { oodMap } from "./ood-map.ts";
import { areHeldOut, trainedSplits } from "./trained-splits.ts";

/** The dataset and the engine to measure with. */
export interface RefreshOptions {
  /** Packed with the current decoder. */
  readonly packed: PreparedDataset;
  readonly engine: CompiledEngine;
  /** ISO 8601 */
  readonly measured: string;
  readonly onProgress?: (text: string) => void;
  readonly signal?: AbortSignal;
}

type Tflite = Readonly<Record<TfliteFormat, Uint8Array>>;

/** The answers of each TFLite file to the same images. */
type FilesAnswers = Readonly<Record<TfliteFormat, SplitAnswers>>;

/** @returns nothing but a reason where the held-out images cannot be told: what the bundle has then stays */
export async function refreshDoubt(
  tflite: Tflite,
  bundle: Bundle,
  options: RefreshOptions & { readonly val: FilesAnswers },
): Promise<Doubt> {
  const { packed, engine, val, signal, onProgress } = options;
  const { manifest } = bundle;
  const splits = trainedSplits(manifest, packed);
  if (typeof splits === "string") return { facts: {}, contents: [], notes: [splits] };
  const indices = evenlySpaced(splits.heldOut, HELD_OUT_IMAGES);
  const heldOut = await answersOfFiles(tflite, bundle, { ...options, indices, name: "held-out" });
  const { top1 } = scores(logitsOf(heldOut.int8.scores), heldOut.int8.labels);
  if (!areHeldOut(manifest, { format: "int8", top1, images: indices.length })) {
    const note = `Answer sets are not fitted: a top-1 of ${top1.toFixed(3)} on what should be held-out images is too high for images that the network was not trained on; export the run again`;
    return { facts: {}, contents: [], notes: [note] };
  }
  onProgress?.("Fitting answer sets and the out-of-distribution score");
  const answers = {
    float32: { heldOut: heldOut.float32, val: val.float32 },
    int8: { heldOut: heldOut.int8, val: val.int8 },
  };
  return fitDoubt(tflite, answers, {
    engine,
    imagesPath: packed.imagesPath,
    contract: manifest.input,
    classes: manifest.classes.length,
    map: oodMap(tflite.int8),
    train: splits.train,
    valName: valName(manifest.dataset),
    signal,
  });
}

/** @param options.name what progress calls the images */
export async function answersOfFiles(
  tflite: Tflite,
  { manifest: { input, classes } }: Bundle,
  options: RefreshOptions & { readonly indices: Int32Array; readonly name: string },
): Promise<FilesAnswers> {
  const { packed, engine, onProgress, signal, indices, name } = options;
  const labels = indices.map((index) => packed.labels[index]!);
  const run = async (format: TfliteFormat): Promise<SplitAnswers> => {
    const { probabilities, pooled } = await tfliteAnswers(tflite[format], indices, {
      engine,
      imagesPath: packed.imagesPath,
      contract: input,
      classes: classes.length,
      map: oodMap(tflite[format]),
      signal,
      onProgress: (done) =>
        onProgress?.(`Measuring ${format} on ${name}: ${done} of ${indices.length}`),
    });
    return { scores: probabilities, pooled, labels };
  };
  return { float32: await run("float32"), int8: await run("int8") };
}
