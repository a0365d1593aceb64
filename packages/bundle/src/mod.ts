/**
 * What a trained image classifier travels in: bundles read and written, inputs prepared, answers ranked and checked.
 * Needs no TensorFlow.js, on Node, Deno and in browsers. `/input` is the part for a thread that classifies, without zod.
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { join } from "node:path";
 * import { prepareInput, readBundle } from "@inception-edge/bundle";
 * import { loadDecoder } from "@inception-edge/image";
 *
 * const { manifest } = await readBundle((path) => readFile(join("bundle", path)));
 * const decoder = await loadDecoder({ background: manifest.input.background });
 * const image = decoder.decode(await readFile("cat.jpg"));
 * console.log(prepareInput(manifest.input, image).length); // 9408
 * ```
 *
 * @module
 */
export * from "./input.ts";

export { BundleError } from "./bundle-error.ts";
export type {
  BundleBase,
  BundleClass,
  BundleDataset,
  BundleFile,
  BundleManifest,
  BundleQuantization,
  BundleRecipe,
  BundleTensors,
  Figures,
  FileRole,
  JsonValue,
} from "./bundle-manifest.ts";
export {
  bundleTensors,
  isOfImageNet,
  fileRoles,
  isOfDemo,
  MANIFEST_PATH,
  SCHEMA_VERSION,
  valName,
} from "./bundle-manifest.ts";
export { parseManifest } from "./parse-manifest.ts";
export type { BundleContent, BundleFacts } from "./encode-bundle.ts";
export type { CardSection } from "./card-section.ts";
export { tableRow } from "./table-row.ts";
export { encodeBundle } from "./encode-bundle.ts";
export type { Bundle, ReadBundleOptions, ReadFile } from "./read-bundle.ts";
export { bundleFile, readBundle } from "./read-bundle.ts";
export { encodeGoldenAnswers, parseGoldenAnswers } from "./golden-answers.ts";
export type { GoldenImage } from "./golden-images.ts";
export { goldenImages } from "./golden-images.ts";
export { decodeCamWeights, encodeCamWeights } from "./cam-weights.ts";
export type {
  Bins,
  BundleAnswerSets,
  BundleDrift,
  BundleOutOfDistribution,
  CheckedAnswerSets,
  CheckedOod,
  ClassSetFigures,
  Moments,
  OodFigures,
  SetFigures,
} from "./doubt/bundle-doubt.ts";
export type { JudgedAnswers } from "./doubt/answer-sets.ts";
export { answerSet, coverageIndex, fitAnswerSets } from "./doubt/answer-sets.ts";
export { imagesFor } from "./doubt/conformal-rank.ts";
export { encodeGaussian } from "./doubt/gaussian.ts";
export { fitGaussian } from "./doubt/fit-gaussian.ts";
export { oodParts } from "./doubt/ood-parts.ts";
export { fitOodScale, keptOf, leastOodImages } from "./doubt/fit-ood.ts";
export { auroc } from "./doubt/auroc.ts";
export type { StrangeKind } from "./doubt/strange-images.ts";
export { drawStrangeImages, strangeKinds } from "./doubt/strange-images.ts";
export type { DriftAnswers } from "./doubt/drift.ts";
export { binOf, classGroups, fitDrift, populationStability } from "./doubt/drift.ts";
