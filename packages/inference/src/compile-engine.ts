/** Which engine runs a model here: the fastest that there is, or the one that is named. */
import type { EngineName } from "./engine.ts";
import { InferenceError } from "./inference-error.ts";
import { prepareNative, type NativeEngine } from "./native/native-engine.ts";
import { compileWasm, type CompiledWasm, type EngineFiles } from "./wasm/wasm-engines.ts";

/** Survives `postMessage`, unless its script came as a function: each worker starts its model from it at once. */
export type CompiledEngine = CompiledWasm | NativeEngine;

/** Options of `compileEngine`. */
export interface CompileOptions {
  /** Path of LiteRT's library, for `litert-native`; without it there is WebAssembly alone. */
  readonly library?: string | undefined;
  /** Where the WebAssembly's files come from; npm's packages when absent. */
  readonly files?: EngineFiles;
}

/**
 * `auto` takes `litert-native` where the library is given, pinned and permitted, else the fastest WebAssembly, and its
 * `why` says what was missing. Whether the library then answers right, the caller's golden images show.
 *
 * @throws {InferenceError} `no_engine`
 */
export async function compileEngine(
  name: EngineName | "auto" = "auto",
  { library, files }: CompileOptions = {},
): Promise<CompiledEngine> {
  if (name === "litert-native") return prepareNative(library, "asked for");
  if (name !== "auto" || library === undefined) return compileWasm(name, files);
  try {
    return await prepareNative(library, "the fastest, and its library is installed");
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    const compiled = await compileWasm(name, files);
    return { ...compiled, why: `${compiled.why}; ${error.message}` };
  }
}
