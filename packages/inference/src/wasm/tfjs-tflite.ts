/**
 * TensorFlow.js's own build of TFLite. The package's JavaScript needs a page to run on; this calls the
 * WebAssembly's exports as that JavaScript does. Source: tensorflow/tfjs, tfjs-tflite/src.
 */
import { simd } from "wasm-feature-detect";
import type { RunningModel } from "../engine.ts";
import type { WasmEngine, WasmInstance } from "./wasm-engine.ts";

export const tfjsTflite: WasmEngine = {
  name: "tfjs-tflite",
  variants: [
    {
      name: "simd",
      path: "@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd",
      isSupported: simd,
    },
    {
      name: "plain",
      path: "@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc",
      isSupported: () => Promise.resolve(true),
    },
  ],
  factory: "tflite_web_api_ModuleFactory",
  start: async (instance, bytes) => startModel(instance as TfliteExports, bytes),
};

function startModel(exports: TfliteExports, bytes: Uint8Array): RunningModel {
  const copy = exports._malloc(bytes.length);
  exports.HEAPU8.set(bytes, copy);
  const created = exports.TFLiteWebModelRunner.CreateFromBufferAndOptions(copy, bytes.length, {
    numThreads: 1,
    enableProfiling: false,
    maxProfilingBufferEntries: 0,
  });
  if (!created.ok()) throw new Error(created.errorMessage());
  const runner = created.value();
  created.delete();
  const input = runner.GetInputs().get(0);
  const outputList = runner.GetOutputs();
  const outputs = new Map(
    Array.from({ length: outputList.size() }, (_, place) => outputList.get(place)).map((output) => [
      output.name,
      output,
    ]),
  );

  return {
    async run(values, names) {
      (input.data() as Float32Array).set(values);
      if (!runner.Infer()) throw new Error("TFLite's interpreter answered with an error");
      return names.map((name) => outputs.get(name)!.data().slice());
    },
    dispose() {
      runner.delete();
      exports._free(copy);
    },
  };
}

/** The exports that are called here, of those in the package's `tflite_web_api_client.js`. */
interface TfliteExports extends WasmInstance {
  readonly HEAPU8: Uint8Array; // a new view whenever the memory has grown
  _malloc(bytes: number): number;
  _free(at: number): void;
  readonly TFLiteWebModelRunner: {
    CreateFromBufferAndOptions(at: number, bytes: number, options: object): StatusOrRunner;
  };
}

interface StatusOrRunner {
  ok(): boolean;
  errorMessage(): string;
  value(): Runner;
  delete(): void;
}

interface Runner {
  GetInputs(): TensorList;
  GetOutputs(): TensorList;
  Infer(): boolean;
  delete(): void;
}

interface TensorList {
  size(): number;
  get(place: number): TensorInfo;
}

interface TensorInfo {
  readonly name: string;
  /** A view into the engine's memory. */
  data(): Float32Array | Int8Array;
}
