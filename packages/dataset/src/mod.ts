/**
 * Reads, verifies, labels, splits and packs datasets of images: a folder for each class, tables of labels, archives,
 * Tiny ImageNet-200 and the demo. Node only; no tensors.
 *
 * @example
 * ```ts
 * import { prepareDataset, splitPacked, writeDemoDataset } from "@inception-edge/dataset";
 *
 * await writeDemoDataset("data/demo", { trainPerClass: 20, valPerClass: 5 });
 * // decodes every image once and finds the result again later, or throws a DatasetError with every defect
 * const packed = await prepareDataset("data/demo");
 * const { train, heldOut, val } = splitPacked(packed, { heldOutFraction: 0.1, seed: 1 });
 * console.log(train.length, heldOut.length, val.length); // 180 20 50
 * ```
 *
 * @module
 */
export type { ClassLabel, Dataset, ImageRef, Layout, PackedDataset } from "./dataset.ts";
export type { Defect, DefectCode } from "./dataset-error.ts";
export { DatasetError } from "./dataset-error.ts";

export type { DatasetDescription } from "./tiny-imagenet.ts";
export { TINY_IMAGENET, TINY_IMAGENET_URL, TINY_IMAGENET_ZIP_BYTES } from "./tiny-imagenet.ts";
export type { DownloadOptions, DownloadProgress } from "./download-tiny-imagenet.ts";
export { downloadTinyImageNet } from "./download-tiny-imagenet.ts";
export type { DemoOptions } from "./write-demo-dataset.ts";
export { writeStarter } from "./write-starter.ts";
export { DEMO_ID, drawDemoJpegs, writeDemoDataset } from "./write-demo-dataset.ts";

export type { DatasetPlace } from "./locate-dataset.ts";
export { locateDataset } from "./locate-dataset.ts";
export type { OpenOptions, Survey } from "./open-dataset.ts";
export { describeDataset, openDataset, surveyDataset } from "./open-dataset.ts";
export type { DatasetNeeds } from "./find-shortages.ts";
export { findShortages, TRAINING_NEEDS } from "./find-shortages.ts";
export type { PreparedDataset, PrepareOptions } from "./prepare-dataset.ts";
export { prepareDataset, valIndices } from "./prepare-dataset.ts";
export { FEW_IMAGES } from "./notices.ts";
export { describeLeftOut } from "./describe-left-out.ts";
export { countLitter } from "./layout/litter.ts";
export { sharedLabels } from "./labels.ts";
export { decodeText, quoted } from "./text.ts";
export type { DecodedFile } from "./chunks/decode-image-file.ts";
export {
  decodeImageFile,
  decodeImageFileSync,
  loadFileDecoder,
} from "./chunks/decode-image-file.ts";
export type { ImageChunk } from "./chunks/chunk-workers.ts";
export { CHUNK_IMAGES, runChunkWorkers } from "./chunks/chunk-workers.ts";
export type { PackOptions } from "./pack/pack-dataset.ts";
export type { PackProgress } from "./pack/decode-images.ts";
export { packDataset } from "./pack/pack-dataset.ts";
export { contentFingerprint } from "./pack/listing.ts";

export type { NearDuplicate, NearDuplicates } from "./near-duplicates/find-near-duplicates.ts";
export { findNearDuplicates } from "./near-duplicates/find-near-duplicates.ts";
export type { Candidate } from "./near-duplicates/near-candidates.ts";
export type { Sketches } from "./near-duplicates/sketch.ts";
export { SKETCH_COLUMNS, sketchImage } from "./near-duplicates/sketch.ts";

export type { Splits, SplitOptions } from "./split.ts";
export { splitPacked } from "./split.ts";
export type { FoldedImages, FoldOptions } from "./folds.ts";
export { mostFolds, stratifiedFolds } from "./folds.ts";
export type { Random } from "./random.ts";
export { seededRandom, shuffled } from "./random.ts";

export type { DatasetOrigin } from "./dataset-origin.ts";
export { checkOrigin } from "./dataset-origin.ts";
export type { ExcludeEntry, ExcludeList } from "./exclude-list.ts";
export { formatExcludeList, parseExcludeList } from "./exclude-list.ts";
export { RelabelError } from "./relabel/relabel-error.ts";
export type { RelabelAction, RelabelEntry, RelabelRow } from "./relabel/relabel-list.ts";
export { formatRelabelList, parseRelabelList } from "./relabel/relabel-list.ts";
export { readRelabelList } from "./relabel/read-relabel-list.ts";
export { relabelSurvey } from "./relabel/relabel-dataset.ts";
export type { ChannelMoments, ChannelStats, Rgb } from "./channel-stats.ts";
export { parseChannelStats } from "./channel-stats.ts";

export type { PredictedImage, Predictions } from "./predictions/predictions.ts";
export { readPredictions } from "./predictions/read-predictions.ts";
export { writePredictions } from "./predictions/write-predictions.ts";
