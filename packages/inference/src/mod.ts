/**
 * TFLite models run on Node, Deno and in browsers: in the WebAssembly that is fastest there or, where LiteRT's own
 * library is installed and permitted, natively.
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
export type { EngineChoice, EngineName, WasmEngineName } from "./engine.ts";
export { engineNames, wasmEngineNames } from "./engine.ts";
export type { CompiledEngine, CompileOptions } from "./compile-engine.ts";
export { compileEngine } from "./compile-engine.ts";
export type { InferenceErrorCode } from "./inference-error.ts";
export { InferenceError } from "./inference-error.ts";
export type { InferenceModel, StoredOutput, TensorInfo } from "./inference-model.ts";
export { realNumbers } from "./inference-model.ts";
export type { OpenOptions } from "./open-model.ts";
export { exposeTensors, openModel } from "./open-model.ts";
export type { EngineScript } from "./wasm/instantiate.ts";
export type { EngineFiles } from "./wasm/wasm-engines.ts";
