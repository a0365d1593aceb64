/** The service and a model as one module for fetch handlers, with its files beside it. */
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { bundleWithFiles, type EmbedOptions } from "../embed/bundle-with-files.ts";

/** Deno 2.9 imports bytes where this says so. Of the command only `serve` and the right to variables are needed. */
const CONFIG = {
  unstable: ["raw-imports", "no-legacy-abort"],
  tasks: {
    start:
      "MALLOC_MMAP_THRESHOLD_=32768 deno serve --no-prompt -E --v8-flags=--max-semi-space-size=2 main.js",
  },
};

/** @returns the files that were written, as paths in `out` */
export async function buildModule(
  options: Omit<EmbedOptions, "entryPoints">,
): Promise<readonly string[]> {
  const entryPoints = { main: resolve(import.meta.dirname, "entry.ts") };
  const files = await bundleWithFiles({ ...options, entryPoints });
  await writeFile(join(options.out, "deno.json"), JSON.stringify(CONFIG, undefined, 2));
  return files;
}
