/** What an engine is: something that runs a TFLite model, in WebAssembly (`wasm/`) or natively (`native/`). */
import type { TfliteTensor } from "@inception-edge/tflite";

/** Those that run wherever WebAssembly does, fastest first by bench/engines.bench.ts. */
export const wasmEngineNames = ["litert", "tfjs-tflite"] as const;
/** One of the engines in WebAssembly. */
export type WasmEngineName = (typeof wasmEngineNames)[number];

/** The engines that run a TFLite file, fastest first: LiteRT's own library, LiteRT.js and TensorFlow.js's TFLite. */
export const engineNames = ["litert-native", "litert", "tfjs-tflite"] as const;
/** One of `engineNames`. */
export type EngineName = (typeof engineNames)[number];

/** The choice, and a clause that says why. */
export interface EngineChoice {
  readonly name: EngineName;
  /** Of WebAssembly the build, `relaxed-simd`, `simd` or `plain`; of a native library its version. */
  readonly variant: string;
  readonly why: string;
}

/** A file that was checked whole, and the tensors that go in and out of it, in its order. */
export interface ModelFile {
  readonly bytes: Uint8Array;
  readonly input: TfliteTensor;
  readonly outputs: readonly TfliteTensor[];
}

/** An output's values as the file stores them. */
export type Stored = Float32Array | Int8Array;

/** A model inside an engine. */
export interface RunningModel {
  /** @returns the stored values of the outputs of these names: int8 ones until the next run, float32 ones for good */
  run(input: Float32Array, names: readonly string[]): Promise<readonly Stored[]>;
  /** Not called after `run` has failed. */
  dispose(): void;
}
