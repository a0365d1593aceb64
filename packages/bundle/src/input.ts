/**
 * Entry point "./input": from an image to the network's input, and from its scores to the best classes. Loads neither
 * tfjs nor zod: what a thread that classifies needs, and no more.
 *
 * @module
 */
export type { InputContract } from "./input-contract.ts";
export { DEFAULT_INPUT_CONTRACT, prepareInput } from "./input-contract.ts";
export type { Ranked } from "./top-k.ts";
export { topK } from "./top-k.ts";
export type { GoldenAnswer, GoldenAnswers, GoldenCase } from "./golden-check.ts";
export { goldenProblems, hashInput } from "./golden-check.ts";
