/**
 * The files of the engines in WebAssembly, for what puts them beside a page. There `compileEngine(name, { files })` gets
 * them from it, and the page needs `'wasm-unsafe-eval'` in its policy but not `'unsafe-eval'`.
 *
 * @example
 * ```ts
 * import { engineBuilds, engineFile, engineModule } from "@inception-edge/inference/engine-files";
 *
 * for (const { path, factory } of engineBuilds("litert")) {
 *   const wasm = await engineFile(`${path}.wasm`);
 *   const script = new TextDecoder().decode(await engineFile(`${path}.js`));
 *   console.log(wasm.length > 1e6, engineModule(script, factory).startsWith("export default")); // true true
 * }
 * ```
 *
 * @module
 */
import type { WasmEngineName } from "./engine.ts";
import { wasmEngines } from "./wasm/wasm-engines.ts";

export { readEngineFile as engineFile } from "#engine-files";
export { engineModule } from "./wasm/instantiate.ts";

/** One build of an engine. */
export interface EngineBuild {
  /** `relaxed-simd`, `simd` or `plain`. */
  readonly variant: string;
  /** Of its `.js` and `.wasm`, without the ending. */
  readonly path: string;
  /** The variable in its script that holds Emscripten's factory. */
  readonly factory: string;
}

/** The builds of an engine, fastest first. */
export function engineBuilds(name: WasmEngineName): readonly EngineBuild[] {
  return wasmEngines
    .filter((engine) => engine.name === name)
    .flatMap(({ variants, factory }) =>
      variants.map(({ name: variant, path }) => ({ variant, path, factory })),
    );
}
