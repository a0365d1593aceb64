/**
 * Entry point "./input": prepares the network's input from an image, ranks its scores and tells how strange it is. It loads neither tfjs nor zod:
 * just what a thread that classifies needs.
 *
 * @module
 */
export type { InputContract } from "./input-contract.ts";
export {
  DEFAULT_INPUT_CONTRACT,
  inputSizes,
  prepareInput,
  storedSizeFor,
} from "./input-contract.ts";
export type { Ranked } from "./top-k.ts";
export { topK } from "./top-k.ts";
export type { GoldenAnswer, GoldenAnswers, GoldenCase } from "./golden-check.ts";
export { goldenProblems, hashInput } from "./golden-check.ts";
export type { OodScale } from "./doubt/bundle-doubt.ts";
export type { Gaussian } from "./doubt/gaussian.ts";
export { decodeGaussian } from "./doubt/gaussian.ts";
export type { StoredMap } from "./doubt/pooled-channels.ts";
export { MOST_CHANNELS, pooledChannels } from "./doubt/pooled-channels.ts";
export type { OodMeasures } from "./doubt/ood-score.ts";
export { measuresOf, oodMeasures, oodScore } from "./doubt/ood-score.ts";
export type { OodParts } from "./doubt/ood-rater.ts";
export { oodRater } from "./doubt/ood-rater.ts";
