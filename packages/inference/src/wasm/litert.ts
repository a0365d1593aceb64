/**
 * LiteRT.js, TensorFlow Lite's successor by the same team. Its own JavaScript keeps one instance in a
 * global and asks for a GPU; this calls the WebAssembly's exports as that JavaScript does.
 * Source: google-ai-edge/LiteRT, litert/js/packages/core/src.
 */
import { relaxedSimd, simd } from "wasm-feature-detect";
import type { RunningModel, Stored } from "../engine.ts";
import type { WasmEngine, WasmInstance } from "./wasm-engine.ts";

export const litert: WasmEngine = {
  name: "litert",
  variants: [
    {
      name: "relaxed-simd",
      path: "@litertjs/core/wasm/litert_wasm_internal",
      isSupported: relaxedSimd,
    },
    { name: "simd", path: "@litertjs/core/wasm/litert_wasm_compat_internal", isSupported: simd },
  ],
  factory: "ModuleFactory",
  start: (instance, bytes) => startModel(instance as LiteRtExports, bytes),
};

/** The model's only signature. */
const SIGNATURE = 0;

async function startModel(exports: LiteRtExports, bytes: Uint8Array): Promise<RunningModel> {
  const environment = exports.LiteRtEnvironment.create(null);
  const copy = exports._malloc(bytes.length);
  exports.HEAPU8.set(bytes, copy);
  const model = exports.loadModel(environment, copy, bytes.length);
  const compiled = await exports.compileModel(environment, model, {
    environment: { liteRtEnvironment: environment },
    accelerator: "wasm",
    cpuOptions: { numThreads: 1 },
    gpuOptions: {},
    webNNOptions: {},
  });
  const signature = model.getSignature(SIGNATURE);
  const outputNames = takeAll(signature.outputNames());
  signature.delete();
  const inputType = model.getInputTensorType(SIGNATURE, 0);
  const input = exports.LiteRtTensorBuffer.createManaged(
    environment,
    exports.LiteRtTensorBufferType.HOST_MEMORY,
    inputType,
    inputType.bytes(),
  );
  inputType.delete();
  const { READ, WRITE } = exports.LiteRtTensorBufferLockMode;

  function copyOut(buffer: TensorBuffer): Stored {
    const type = buffer.tensorType();
    const elementType = type.elementType().value;
    type.delete();
    const at = buffer.lock(READ);
    const stored = exports.HEAPU8.slice(at, at + buffer.packedSize()).buffer;
    buffer.unlock();
    return elementType === INT8 ? new Int8Array(stored) : new Float32Array(stored);
  }

  return {
    async run(values, names) {
      const at = input.lock(WRITE);
      exports.HEAPU8.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
      input.unlock();
      const buffers = await compiled.run(SIGNATURE, [input]);
      const outputs = names.map((name) => copyOut(buffers[outputNames.indexOf(name)]!));
      for (const buffer of buffers) buffer.delete();
      return outputs;
    },
    dispose() {
      for (const part of [input, compiled, model, environment]) part.delete();
      exports._free(copy);
    },
  };
}

/** ElementType::Int8 in litert_model_types.h. */
const INT8 = 9;

function takeAll(vector: Vector<string>): string[] {
  const values = Array.from({ length: vector.size() }, (_, place) => vector.get(place));
  vector.delete();
  return values;
}

/** The exports that are called here, of those that the package's `index.d.ts` describes. */
interface LiteRtExports extends WasmInstance {
  readonly HEAPU8: Uint8Array; // a new view whenever the memory has grown
  _malloc(bytes: number): number;
  _free(at: number): void;
  readonly LiteRtEnvironment: { create(gpu: null): Deletable };
  loadModel(environment: Deletable, at: number, bytes: number): Model;
  compileModel(environment: Deletable, model: Model, options: object): Promise<CompiledModel>;
  readonly LiteRtTensorBuffer: {
    createManaged(
      environment: Deletable,
      place: unknown,
      type: TensorType,
      bytes: number,
    ): TensorBuffer;
  };
  readonly LiteRtTensorBufferType: { readonly HOST_MEMORY: unknown };
  readonly LiteRtTensorBufferLockMode: { readonly READ: unknown; readonly WRITE: unknown };
}

interface Deletable {
  delete(): void;
}

interface Vector<T> extends Deletable {
  size(): number;
  get(place: number): T;
}

interface Model extends Deletable {
  getSignature(signature: number): Deletable & { outputNames(): Vector<string> };
  getInputTensorType(signature: number, input: number): TensorType;
}

interface CompiledModel extends Deletable {
  run(signature: number, inputs: readonly TensorBuffer[]): Promise<TensorBuffer[]> | TensorBuffer[];
}

interface TensorType extends Deletable {
  bytes(): number;
  elementType(): { readonly value: number };
}

interface TensorBuffer extends Deletable {
  lock(mode: unknown): number;
  unlock(): void;
  packedSize(): number;
  tensorType(): TensorType;
}
