/**
 * The third door: from an image to what the network sees, and from what it answers to the best classes. Loads neither
 * tfjs nor zod: what a thread that classifies needs, and no more.
 *
 * @module
 */
export type { InputContract } from "./input-contract.ts";
export { DEFAULT_INPUT_CONTRACT, prepareInput } from "./input-contract.ts";
export type { Ranked } from "./top-k.ts";
export { topK } from "./top-k.ts";
export type { GoldenAnswer, GoldenAnswers, GoldenCase } from "./bundle/golden-check.ts";
export { goldenProblems, hashInput } from "./bundle/golden-check.ts";
