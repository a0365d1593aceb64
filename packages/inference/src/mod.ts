/**
 * TFLite models run in WebAssembly on Node, Deno and in browsers, in the engine that is fastest there.
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { openModel } from "@inception-edge/inference";
 *
 * const model = await openModel(await readFile("bundle/model.int8.tflite"));
 * const [probabilities] = await model.run(new Float32Array(56 * 56 * 3)); // [1, 56, 56, 3] → [1, 200]
 * console.log(probabilities.length); // 200
 * model.dispose();
 * ```
 *
 * @module
 */
export type { EngineName } from "./engine.ts";
export { engineNames } from "./engine.ts";
export type { EngineChoice } from "./choose-engine.ts";
export type { CompiledEngine } from "./compile-engine.ts";
export { compileEngine } from "./compile-engine.ts";
export type { InferenceErrorCode } from "./inference-error.ts";
export { InferenceError } from "./inference-error.ts";
export type { InferenceModel, TensorInfo } from "./inference-model.ts";
export type { OpenOptions } from "./open-model.ts";
export { exposeTensors, openModel } from "./open-model.ts";
