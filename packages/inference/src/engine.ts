/**
 * An engine is a WebAssembly build of TensorFlow Lite: a table of its builds, fastest first, and a
 * function that puts a model into an instance of one. What is the same for all is in `open-model.ts`.
 */
/** One build of an engine, by what it asks of the runtime. */
export interface EngineVariant {
  /** `relaxed-simd`, `simd` or `plain`. */
  readonly name: string;
  /** Of the build's `.js` and `.wasm`, without the ending: a package, then a path inside it. */
  readonly path: string;
  readonly isSupported: () => Promise<boolean>;
}

export interface Engine {
  readonly name: EngineName;
  /** Fastest first. */
  readonly variants: readonly EngineVariant[];
  /** The variable in the build's script that holds Emscripten's factory. */
  readonly factory: string;
  /** @throws whatever the engine throws; the caller makes an `InferenceError` of it */
  readonly start: (instance: EngineInstance, bytes: Uint8Array) => Promise<RunningModel>;
}

export const engineNames = ["litert", "tfjs-tflite"] as const;
export type EngineName = (typeof engineNames)[number];

/** An instantiated Emscripten module with the exports of its build. */
export type EngineInstance = object;

/** An output's values as the file stores them. */
export type Stored = Float32Array | Int8Array;

/** A model inside an engine. */
export interface RunningModel {
  /** @returns the stored values of the outputs of these names: copies */
  run(input: Float32Array, names: readonly string[]): Promise<readonly Stored[]>;
  dispose(): void;
}
