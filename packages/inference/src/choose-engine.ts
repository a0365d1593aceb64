/** Which engine runs a model here: the fastest that the runtime supports, or the one that is named. */
import type { Engine, EngineName, EngineVariant } from "./engine.ts";
import { InferenceError } from "./inference-error.ts";
import { litert } from "./litert.ts";
import { tfjsTflite } from "./tfjs-tflite.ts";

/** Fastest first, by bench/engines.bench.ts. */
export const ENGINES: readonly Engine[] = [litert, tfjsTflite];

/** The choice, and a clause that says why. */
export interface EngineChoice {
  readonly name: EngineName;
  readonly variant: string;
  readonly why: string;
}

/**
 * The fastest variant that runs here.
 * @throws {InferenceError} `no_engine`
 */
export async function chooseEngine(
  name: EngineName | "auto",
): Promise<EngineChoice & { readonly engine: Engine; readonly build: EngineVariant }> {
  const missing: string[] = [];
  for (const engine of ENGINES) {
    if (name !== "auto" && name !== engine.name) continue;
    for (const build of engine.variants) {
      if (await build.isSupported()) {
        const wish = name === "auto" ? "the fastest that this runtime supports" : "asked for";
        const lack =
          missing.length === 0 ? "" : `; it has no WebAssembly for ${missing.join(", ")}`;
        return { engine, build, name: engine.name, variant: build.name, why: `${wish}${lack}` };
      }
      missing.push(`${engine.name} ${build.name}`);
    }
  }
  throw new InferenceError(
    "no_engine",
    `Cannot run a model with the engine "${name}": this runtime has no WebAssembly for ${missing.join(", ")}; update it, or name another engine of ${ENGINES.map((engine) => engine.name).join(", ")}`,
  );
}
