/**
 * A WebAssembly build of TensorFlow Lite: a table of its variants, fastest first, and a function that puts a model into
 * an instance of one. What is the same for all is in `open-model.ts`.
 */
import type { RunningModel, WasmEngineName } from "../engine.ts";

/** One build of an engine, by what it asks of the runtime. */
export interface WasmVariant {
  /** `relaxed-simd`, `simd` or `plain`. */
  readonly name: string;
  /** Of the build's `.js` and `.wasm`, without the ending: a package, then a path inside it. */
  readonly path: string;
  readonly isSupported: () => Promise<boolean>;
}

export interface WasmEngine {
  readonly name: WasmEngineName;
  /** Fastest first. */
  readonly variants: readonly WasmVariant[];
  /** The variable in the build's script that holds Emscripten's factory. */
  readonly factory: string;
  /** @throws whatever the engine throws; the caller makes an `InferenceError` of it */
  readonly start: (instance: WasmInstance, bytes: Uint8Array) => Promise<RunningModel>;
}

/** An instantiated Emscripten module with the exports of its build. */
export type WasmInstance = object;
