/**
 * A model in LiteRT's library, the same on Deno and Node. Its tensors lie in memory of ours, which JavaScript reads and
 * writes in place, so an inference is a single call: no lock, no copy.
 */
import type { TfliteTensor } from "@inception-edge/tflite";
import type { ForeignLibrary, ForeignValue } from "#native-library";
import type { ModelFile, RunningModel, Stored } from "../engine.ts";
import { checkStatus, type LiteRtFunction } from "./litert-functions.ts";

const CPU = 1; // LiteRtHwAccelerators: XNNPACK, one thread by default
const ELEMENT_TYPES = { float32: 1, int8: 9 } as const; // LiteRtElementType
const ALIGNMENT = 64; // LITERT_HOST_MEMORY_BUFFER_ALIGNMENT
/** Of a model without signatures the library makes one. */
const SIGNATURE = 0n;

/** @throws {Error} with what the library answered; all is freed then, and the library closed */
export function startNativeModel(
  library: ForeignLibrary,
  { bytes, input, outputs }: ModelFile,
): RunningModel {
  const memory = new LibraryMemory(library);
  try {
    const environment = memory.make(
      "LiteRtCreateEnvironment",
      [2, environmentOptions()],
      "LiteRtDestroyEnvironment",
    );
    const file = memory.allocate(bytes.length);
    file.set(bytes);
    const model = memory.make(
      "LiteRtCreateModelFromBuffer",
      [environment, file, BigInt(bytes.length)],
      "LiteRtDestroyModel",
    );
    const options = memory.make("LiteRtCreateOptions", [], "LiteRtDestroyOptions");
    memory.call("LiteRtSetOptionsHardwareAccelerators", [options, CPU]);
    const compiled = memory.make(
      "LiteRtCreateCompiledModel",
      [environment, model, options],
      "LiteRtDestroyCompiledModel",
    );
    const taken = tensorBuffer(memory, input, [
      "LiteRtGetCompiledModelInputBufferRequirements",
      compiled,
      0,
    ]);
    const given = outputs.map((output, place) =>
      tensorBuffer(memory, output, [
        "LiteRtGetCompiledModelOutputBufferRequirements",
        compiled,
        place,
      ]),
    );
    const byName = new Map(outputs.map(({ name }, place) => [name, given[place]!.values]));
    const run = [compiled, SIGNATURE, ...handles([taken]), ...handles(given)];
    return {
      async run(values, names) {
        taken.values.set(values);
        try {
          memory.call("LiteRtRunCompiledModel", run);
        } catch (error) {
          memory.free();
          throw error;
        }
        return names.map((name) => {
          const stored = byName.get(name)!;
          return stored instanceof Int8Array ? stored : stored.slice();
        });
      },
      dispose: () => memory.free(),
    };
  } catch (error) {
    memory.free();
    throw error;
  }
}

/** What the library hands out, and how each is given back. */
class LibraryMemory {
  readonly #library: ForeignLibrary;
  readonly #undo: (() => void)[] = [];
  /** Ours, which the library reads and writes: the file's weights, the tensors. */
  readonly #kept: Uint8Array[] = [];

  constructor(library: ForeignLibrary) {
    this.#library = library;
    this.#undo.push(() => library.close());
  }

  /** @throws {Error} with the status, if it is not 0 */
  call(name: LiteRtFunction, values: readonly ForeignValue[]): void {
    checkStatus(name, this.#library.call(name, values));
  }

  /** Calls what writes a handle or a size into its last parameter; `destroy` gives it back. */
  make(name: LiteRtFunction, values: readonly ForeignValue[], destroy?: LiteRtFunction): bigint {
    const place = new BigUint64Array(1);
    this.call(name, [...values, place]);
    const handle = place[0]!;
    if (destroy !== undefined) this.#undo.push(() => this.#library.call(destroy, [handle]));
    return handle;
  }

  /**
   * Aligned, where V8 never moves it, with room behind it: XNNPACK may read 16 bytes further (XNN_EXTRA_BYTES), which
   * the library's own buffers have and its requirements do not tell.
   */
  allocate(length: number): Uint8Array<ArrayBuffer> {
    const memory = new Uint8Array(new ArrayBuffer(length + 2 * ALIGNMENT));
    const over = Number(this.#library.address(memory) % BigInt(ALIGNMENT));
    const aligned = memory.subarray(ALIGNMENT - over, ALIGNMENT - over + length);
    this.#kept.push(aligned);
    return aligned;
  }

  /** Everything, in the opposite order; a second call does nothing. */
  free(): void {
    for (const undo of this.#undo.splice(0).toReversed()) undo();
    this.#kept.length = 0;
  }
}

interface TensorBuffer {
  readonly handle: bigint;
  readonly values: Stored;
}

/** @param place the function that tells what it needs, and which of the compiled model's tensors it is */
function tensorBuffer(
  memory: LibraryMemory,
  { type, shape }: TfliteTensor,
  [requirementsOf, compiled, place]: readonly [LiteRtFunction, bigint, number],
): TensorBuffer {
  if (type !== "float32" && type !== "int8") throw new Error(`it has a tensor of ${type}`);
  const requirements = memory.make(requirementsOf, [compiled, SIGNATURE, BigInt(place)]); // stays the model's
  const size = memory.make("LiteRtGetTensorBufferRequirementsBufferSize", [requirements]);
  const bytes = memory.allocate(Number(size));
  const handle = memory.make(
    "LiteRtCreateTensorBufferFromHostMemory",
    [tensorType(ELEMENT_TYPES[type], shape), bytes, size, 0n],
    "LiteRtDestroyTensorBuffer",
  );
  const length = shape.reduce((product, side) => product * side, 1);
  const Values = type === "int8" ? Int8Array : Float32Array;
  return { handle, values: new Values(bytes.buffer, bytes.byteOffset, length) };
}

/** As a count and an array in C. */
function handles(buffers: readonly TensorBuffer[]): [bigint, BigUint64Array<ArrayBuffer>] {
  return [BigInt(buffers.length), BigUint64Array.from(buffers, ({ handle }) => handle)];
}

/** LiteRtRankedTensorType { int element; { unsigned rank : 7, has_strides : 1; int[8]; unsigned[8] } } */
function tensorType(element: number, shape: readonly number[]): Int32Array<ArrayBuffer> {
  const type = new Int32Array(18);
  type.set([element, shape.length, ...shape]);
  return type;
}

/** LiteRtEnvOption[2], each { int tag; { int type; int64 value } } of 24 bytes. */
function environmentOptions(): Uint8Array<ArrayBuffer> {
  const INT = 2; // kLiteRtAnyTypeInt
  const options = [
    [24, CPU], // kLiteRtEnvOptionTagAutoRegisterAccelerators: else it looks for GPU libraries beside its own
    [25, 4], // kLiteRtEnvOptionTagMinLoggerSeverity, silent: what goes wrong is answered, not printed
  ] as const;
  const view = new DataView(new ArrayBuffer(24 * options.length));
  for (const [place, [tag, value]] of options.entries()) {
    view.setInt32(24 * place, tag, true);
    view.setInt32(24 * place + 8, INT, true);
    view.setBigInt64(24 * place + 16, BigInt(value), true);
  }
  return new Uint8Array(view.buffer);
}
