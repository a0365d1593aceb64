/**
 * Entry point "./bundle": what reads and writes bundles and prepares inputs, without tfjs. A service imports this,
 * starts in a fraction of the time, and needs no TensorFlow.js at all.
 *
 * @module
 */
export * from "./input.ts";

export { BundleError } from "./bundle-error.ts";
export type {
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
  fileRoles,
  isOfDemo,
  MANIFEST_PATH,
  SCHEMA_VERSION,
} from "./bundle-manifest.ts";
export { parseManifest } from "./parse-manifest.ts";
export type { BundleContent, BundleFacts } from "./encode-bundle.ts";
export type { CardSection } from "./model-card.ts";
export { tableRow } from "./model-card.ts";
export { encodeBundle } from "./encode-bundle.ts";
export type { Bundle, ReadBundleOptions, ReadFile } from "./read-bundle.ts";
export { bundleFile, readBundle } from "./read-bundle.ts";
export { encodeGoldenAnswers, parseGoldenAnswers } from "./golden-answers.ts";
export { decodeCamWeights, encodeCamWeights } from "./cam-weights.ts";
