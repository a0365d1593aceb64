/**
 * TensorFlow's C API by koffi: the servers, and the sessions with a server as their target, which tfjs-node's addon does
 * not offer. It is the library that the addon is linked to, so a process that loads both has one TensorFlow.
 * Names and parameters are those of tensorflow/c/c_api.h, tf_status.h, tf_tensor.h and tf_tstring.h.
 */
import type { LibraryHandle } from "koffi";
import { libraryLayout } from "../install/library-layout.ts";
import type { AddonRecord } from "../install/linked-addon.ts";
import { TensorFlowError } from "../session/graph-thread.ts";

/** An address: a `TF_Status *`, `TF_Session *`, … */
export type Address = bigint;

/** p: an address, b: bytes of ours, s: text, t: a list of texts, i: int, n: size_t, v: nothing. */
const TYPES = {
  p: "uint64_t",
  b: "void *",
  s: "str",
  t: "const char **",
  i: "int",
  n: "size_t",
  v: "void",
} as const;
type TypeLetter = keyof typeof TYPES;

/** The result's letter, then those of the parameters. */
const FUNCTIONS = {
  TF_NewStatus: "p",
  TF_DeleteStatus: "vp",
  TF_GetCode: "ip",
  TF_Message: "sp",
  TF_NewServer: "pbnp",
  TF_ServerStart: "vpp",
  TF_ServerTarget: "sp",
  TF_NewSessionOptions: "p",
  TF_DeleteSessionOptions: "vp",
  TF_SetTarget: "vps",
  TF_SetConfig: "vpbnp",
  TF_NewGraph: "p",
  TF_DeleteGraph: "vp",
  TF_GraphOperationByName: "pps",
  TF_LoadSessionFromSavedModel: "pppstippp",
  TF_SessionRun: "vppbbibbipipp",
  TF_CloseSession: "vpp",
  TF_DeleteSession: "vpp",
  TF_AllocateTensor: "pibin",
  TF_DeleteTensor: "vp",
  TF_TensorType: "ip",
  TF_TensorData: "pp",
  TF_TensorByteSize: "np",
  TF_NumDims: "ip",
  TF_Dim: "npi",
  TF_StringInit: "vp",
  TF_StringCopy: "vpbn",
  TF_StringDealloc: "vp",
} as const;
type FunctionName = keyof typeof FUNCTIONS;

type KoffiFunction = ReturnType<LibraryHandle["func"]>;

/** The functions of an opened library. */
export interface CLibrary {
  /** Calls a function; an address is a bigint, text a string, what is `void` undefined. */
  call(name: FunctionName, ...values: readonly unknown[]): unknown;
  /** Calls it on another thread. The bytes that it is given must not change meanwhile. */
  callApart(name: FunctionName, ...values: readonly unknown[]): Promise<unknown>;
  /** Copies `bytes` bytes; each place is an address or a typed array. */
  copy(to: Address | ArrayBufferView, from: Address | ArrayBufferView, bytes: number): void;
}

/** Threads of koffi have 128 KiB of stack, too little for TensorFlow's optimization of a graph. */
const STACK_BYTES = 8 << 20;

/** RTLD_NOW | RTLD_NODELETE: a server's threads run until the process ends, longer than koffi keeps a library. */
const STAY = 2 | (process.platform === "darwin" ? 0x80 : 0x1000);

let opened: Promise<CLibrary> | undefined;

/**
 * The library that the addon is linked to, opened by the first call.
 * @throws {TensorFlowError} when it has no servers
 */
export function openCLibrary(addon: AddonRecord): Promise<CLibrary> {
  return (opened ??= open(addon));
}

async function open({ directory }: AddonRecord): Promise<CLibrary> {
  // Of a lost worker TensorFlow logs a dozen errors; that one of ours which names it is enough.
  if (process.env["TF_CPP_MIN_LOG_LEVEL"] === "2") process.env["TF_CPP_MIN_LOG_LEVEL"] = "3";
  const { default: koffi } = await import("koffi");
  koffi.config({ async_stack_size: STACK_BYTES });
  // The framework first: in the wheels the main library needs it, and some functions are only there.
  const files = libraryLayout(directory)!.files.toReversed();
  const libraries = files.map((file) => koffi.load(file));
  for (const [index, file] of files.entries()) {
    libraries[index]!.func("dlopen", "void *", ["str", "int"])(file, STAY);
  }
  const functions = new Map<string, KoffiFunction>();
  for (const [name, letters] of Object.entries(FUNCTIONS)) {
    const found = find(libraries, name, letters);
    if (!found) {
      throw new TensorFlowError(
        `Cannot start a worker: TensorFlow in "${directory}" has no ${name}; unset LIBTENSORFLOW_DIR to use the one that is installed by default`,
      );
    }
    functions.set(name, found);
  }
  const memcpy = find(libraries, "memcpy", "bbbn")!;
  return {
    call: (name, ...values) => answerOf(name, functions.get(name)!(...values)),
    callApart: (name, ...values) =>
      new Promise((resolve, reject) => {
        functions.get(name)!.async(...values, (error: unknown, value: unknown) => {
          if (error) reject(error);
          else resolve(answerOf(name, value));
        });
      }),
    copy: (to, from, bytes) => void memcpy(to, from, bytes),
  };
}

/** An address is a number if it is small enough; here it always is a bigint. */
function answerOf(name: FunctionName, value: unknown): unknown {
  return FUNCTIONS[name].startsWith("p") ? BigInt(value as number | bigint) : value;
}

function find(
  libraries: readonly LibraryHandle[],
  name: string,
  letters: string,
): KoffiFunction | undefined {
  const [result, ...parameters] = Array.from(letters, (letter) => TYPES[letter as TypeLetter]);
  for (const library of libraries) {
    try {
      return library.func(name, result!, parameters);
    } catch {} // it is in the other library
  }
  return undefined;
}

/**
 * Makes a call that reports by a status.
 * @throws {TensorFlowError} with TensorFlow's message
 */
export async function checked<T>(
  library: CLibrary,
  call: (status: Address) => T | Promise<T>,
): Promise<T> {
  const status = library.call("TF_NewStatus") as Address;
  try {
    const value = await call(status);
    if (library.call("TF_GetCode", status) === 0) return value;
    throw new TensorFlowError(`TensorFlow failed: ${library.call("TF_Message", status) as string}`);
  } finally {
    library.call("TF_DeleteStatus", status);
  }
}
