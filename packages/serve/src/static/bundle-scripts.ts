/** The scripts that a page loads, made by rolldown: its workers from their sources, and the engine's as modules. */
import { fileURLToPath } from "node:url";
import { rolldown, type RolldownOptions } from "rolldown";

/** A script and the sources that it was made of. */
export interface BundledScript {
  readonly code: string;
  readonly sources: readonly string[];
}

export interface ScriptOptions {
  /** `iife` for a service worker, of which not all browsers take a module. */
  readonly format: "esm" | "iife";
  /** What stands for a name in the sources, as JSON. */
  readonly define?: Readonly<Record<string, string>>;
}

/** @param source its path relative to `src/browser`, `worker.ts` */
export function bundleSource(source: string, options: ScriptOptions): Promise<BundledScript> {
  const input = fileURLToPath(new URL(`../browser/${source}`, import.meta.url));
  return bundle({ input }, options);
}

/** @param code of a module that imports nothing */
export async function minifyModule(code: string): Promise<string> {
  const text = { name: "text", resolveId: () => "text", load: () => code };
  return (await bundle({ input: "text", plugins: [text] }, { format: "esm" })).code;
}

/** In one file: a worker that has begun loads nothing but what it asks for. */
async function bundle(
  options: Pick<RolldownOptions, "input" | "plugins">,
  { format, define = {} }: ScriptOptions,
): Promise<BundledScript> {
  const build = await rolldown({
    ...options,
    platform: "browser",
    tsconfig: false,
    resolve: { conditionNames: ["@inception-edge/source", "browser", "import", "default"] },
    transform: { define: { "process.env.NODE_ENV": '"production"', ...define } },
  });
  try {
    const { output } = await build.generate({ format, minify: true, codeSplitting: false });
    const [{ code, moduleIds }] = output;
    return { code, sources: moduleIds.filter((id) => id.startsWith("/")) };
  } finally {
    await build.close();
  }
}
