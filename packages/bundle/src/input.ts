/**
 * Entry point "./input": prepares the network's input from an image, and ranks its scores. It loads neither tfjs nor zod:
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
