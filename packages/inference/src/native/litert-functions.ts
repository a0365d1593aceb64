/**
 * The functions of LiteRT's C library that are called, by what they take: `i` an int, `n` a size or a handle, `m` memory.
 * All but `…Destroy…` answer an int, 0 for well. Source: google-ai-edge/LiteRT, litert/c.
 *
 * A handle is a bigint in a 64-bit parameter, not a pointer: for pointers Deno asks for the right to every library
 * (`--allow-ffi`), for numbers to this one alone (`--allow-ffi=PATH`).
 */
export const litertFunctions = {
  LiteRtCreateEnvironment: "imm", //                          count, LiteRtEnvOption[count], &environment
  LiteRtDestroyEnvironment: "n",
  LiteRtCreateModelFromBuffer: "nmnm", //                     environment, bytes, length, &model
  LiteRtDestroyModel: "n",
  LiteRtCreateOptions: "m", //                                &options
  LiteRtSetOptionsHardwareAccelerators: "ni", //              options, set of accelerators
  LiteRtDestroyOptions: "n",
  LiteRtCreateCompiledModel: "nnnm", //                       environment, model, options, &compiled
  LiteRtDestroyCompiledModel: "n",
  LiteRtGetCompiledModelInputBufferRequirements: "nnnm", //   compiled, signature, input, &requirements
  LiteRtGetCompiledModelOutputBufferRequirements: "nnnm", //  compiled, signature, output, &requirements
  LiteRtGetTensorBufferRequirementsBufferSize: "nm", //       requirements, &size
  LiteRtCreateTensorBufferFromHostMemory: "mmnnm", //         type, memory, size, destructor or 0, &buffer
  LiteRtDestroyTensorBuffer: "n",
  LiteRtRunCompiledModel: "nnnmnm", //                        compiled, signature, count, inputs, count, outputs
} as const;

export type LiteRtFunction = keyof typeof litertFunctions;

/** LiteRtStatus in litert_common.h. */
const STATUS: Readonly<Record<number, string>> = {
  1: "bad argument",
  2: "out of memory",
  3: "runtime failure",
  5: "unsupported",
  501: "the file is corrupt",
  504: "the model does not compile",
};

/** @throws {Error} for every status but 0 */
export function checkStatus(name: LiteRtFunction, status: number): void {
  if (status === 0) return;
  throw new Error(`${name} answered ${status} (${STATUS[status] ?? "unknown"})`);
}
