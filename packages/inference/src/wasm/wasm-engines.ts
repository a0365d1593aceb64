/// <reference lib="dom" />
/**
 * Which WebAssembly build runs here, read and compiled: that takes far longer than everything after it. The result can
 * be posted to workers, and each then starts its model without compiling again.
 */
import { readEngineFile } from "#engine-files";
import type { EngineChoice, ModelFile, RunningModel, WasmEngineName } from "../engine.ts";
import { InferenceError } from "../inference-error.ts";
import { instantiate, type EngineScript } from "./instantiate.ts";
import { litert } from "./litert.ts";
import { tfjsTflite } from "./tfjs-tflite.ts";
import type { WasmEngine, WasmVariant } from "./wasm-engine.ts";

/** Fastest first, by bench/engines.bench.ts. */
export const wasmEngines: readonly WasmEngine[] = [litert, tfjsTflite];

/** Survives `postMessage`, unless its script is a function. */
export interface CompiledWasm extends EngineChoice {
  readonly name: WasmEngineName;
  readonly script: string | EngineScript;
  readonly wasm: WebAssembly.Module;
}

/** Hands out an engine's files where they do not lie in npm's packages: beside a page, from a bundler. */
export interface EngineFiles {
  /**
   * Its bytes, or what was compiled of them.
   * @param path `@litertjs/core/wasm/litert_wasm_internal.wasm`
   */
  readonly wasm: (path: string) => Promise<Uint8Array<ArrayBuffer> | WebAssembly.Module>;
  /**
   * The script's text, or the default export of what `engineModule` made of it.
   * @param path `@litertjs/core/wasm/litert_wasm_internal.js`
   */
  readonly script: (path: string) => Promise<EngineScript | string>;
}

/** npm's packages, as they were published. */
const PUBLISHED: EngineFiles = {
  wasm: readEngineFile,
  script: async (path) => new TextDecoder().decode(await readEngineFile(path)),
};

/**
 * The fastest variant that this runtime supports, of any engine or of the one that is named.
 * @throws {InferenceError} `no_engine`
 */
export async function compileWasm(
  name: WasmEngineName | "auto",
  files: EngineFiles = PUBLISHED,
): Promise<CompiledWasm> {
  const { engine, variant, missing } = await chooseWasm(name);
  const wish = name === "auto" ? "the fastest that this runtime supports" : "asked for";
  const lack = missing.length === 0 ? "" : `; it has no WebAssembly for ${missing.join(", ")}`;
  const choice = { name: engine.name, variant: variant.name, why: `${wish}${lack}` };
  try {
    const [script, wasm] = await Promise.all([
      files.script(`${variant.path}.js`),
      files.wasm(`${variant.path}.wasm`).then(compiled),
    ]);
    return { ...choice, script, wasm };
  } catch (cause) {
    throw new InferenceError(
      "no_engine",
      `Cannot load the engine "${engine.name}": ${String(cause)}; install @inception-edge/inference again`,
      { cause },
    );
  }
}

async function compiled(
  wasm: Uint8Array<ArrayBuffer> | WebAssembly.Module,
): Promise<WebAssembly.Module> {
  return wasm instanceof WebAssembly.Module ? wasm : WebAssembly.compile(wasm);
}

/** An instance per model: what goes wrong in one, or leaks, is gone with it. */
export async function startWasm(
  { name, script, wasm }: CompiledWasm,
  { bytes }: ModelFile,
): Promise<RunningModel> {
  const engine = wasmEngines.find((one) => one.name === name)!;
  return engine.start(await instantiate(script, engine.factory, wasm), bytes);
}

interface WasmChoice {
  readonly engine: WasmEngine;
  readonly variant: WasmVariant;
  /** Faster ones that this runtime does not support. */
  readonly missing: readonly string[];
}

async function chooseWasm(name: WasmEngineName | "auto"): Promise<WasmChoice> {
  const missing: string[] = [];
  for (const engine of wasmEngines) {
    if (name !== "auto" && name !== engine.name) continue;
    for (const variant of engine.variants) {
      if (await variant.isSupported()) return { engine, variant, missing };
      missing.push(`${engine.name} ${variant.name}`);
    }
  }
  throw new InferenceError(
    "no_engine",
    `Cannot run a model with the engine "${name}": this runtime has no WebAssembly for ${missing.join(", ")}; update it, or name another engine of ${wasmEngines.map((engine) => engine.name).join(", ")}`,
  );
}
