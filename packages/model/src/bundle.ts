/**
 * Entry point "./bundle": what reads and writes bundles and prepares inputs, without tfjs. A service imports this,
 * starts in a fraction of the time, and needs no TensorFlow.js at all.
 *
 * @module
 */
export * from "./input.ts";

export { BundleError } from "./bundle/bundle-error.ts";
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
} from "./bundle/bundle-manifest.ts";
export {
  bundleTensors,
  fileRoles,
  isOfDemo,
  MANIFEST_PATH,
  SCHEMA_VERSION,
} from "./bundle/bundle-manifest.ts";
export { parseManifest } from "./bundle/parse-manifest.ts";
export type { BundleContent, BundleFacts } from "./bundle/encode-bundle.ts";
export type { CardSection } from "./bundle/model-card.ts";
export { tableRow } from "./bundle/model-card.ts";
export { encodeBundle } from "./bundle/encode-bundle.ts";
export type { Bundle, ReadBundleOptions, ReadFile } from "./bundle/read-bundle.ts";
export { bundleFile, readBundle } from "./bundle/read-bundle.ts";
export { encodeGoldenAnswers, parseGoldenAnswers } from "./bundle/golden-answers.ts";
export { decodeCamWeights, encodeCamWeights } from "./bundle/cam-weights.ts";
