/**
 * LiteRT's own library, which the engine `litert-native` runs: found where it is, installed where it is not. Nothing of
 * it is loaded here.
 *
 * @module
 */
export { findLiteRt } from "./find-litert.ts";
export { installLiteRt } from "./install-litert.ts";
