/**
 * Reads and writes bundles, the folders in which a trained network travels, and prepares the network's inputs. Does not
 * load TensorFlow.js, so a service starts fast and does not need it.
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
  Figures,
  FileRole,
  JsonValue,
} from "./bundle-manifest.ts";
export { fileRoles, isOfDemo, MANIFEST_PATH, SCHEMA_VERSION } from "./bundle-manifest.ts";
export { parseManifest } from "./parse-manifest.ts";
export type { BundleContent, BundleFacts } from "./encode-bundle.ts";
export type { CardSection } from "./model-card.ts";
export { tableRow } from "./model-card.ts";
export { encodeBundle } from "./encode-bundle.ts";
export type { Bundle, ReadBundleOptions, ReadFile } from "./read-bundle.ts";
export { bundleFile, readBundle } from "./read-bundle.ts";
export { encodeGoldenAnswers, parseGoldenAnswers } from "./golden-answers.ts";
export { decodeCamWeights, encodeCamWeights } from "./cam-weights.ts";
