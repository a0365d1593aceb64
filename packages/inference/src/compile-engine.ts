/// <reference lib="dom" />
/**
 * Reads and compiles an engine's build, which takes far longer than everything after it. The result can
 * be posted to workers: each then starts its model without compiling again.
 */
import { readEngineFile } from "#engine-files";
import { chooseEngine, type EngineChoice } from "./choose-engine.ts";
import type { EngineName } from "./engine.ts";
import { InferenceError } from "./inference-error.ts";

/** Survives `postMessage`. */
export interface CompiledEngine extends EngineChoice {
  readonly script: string;
  readonly wasm: WebAssembly.Module;
}

/** @throws {InferenceError} `no_engine` */
export async function compileEngine(name: EngineName | "auto" = "auto"): Promise<CompiledEngine> {
  const { build, name: chosen, variant, why } = await chooseEngine(name);
  try {
    const [script, wasm] = await Promise.all([
      readEngineFile(`${build.path}.js`),
      readEngineFile(`${build.path}.wasm`).then((bytes) => WebAssembly.compile(bytes)),
    ]);
    return { name: chosen, variant, why, script: new TextDecoder().decode(script), wasm };
  } catch (cause) {
    throw new InferenceError(
      "no_engine",
      `Cannot load the engine "${chosen}": ${String(cause)}; install @inception-edge/inference again`,
      { cause },
    );
  }
}
