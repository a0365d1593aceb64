/** The service and a model as one module for fetch handlers, with its files beside it. */
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { bundleWithFiles, type EmbedOptions } from "../embed/bundle-with-files.ts";

/** Of the command only `serve` and the right to variables are needed; the rest keeps little of what was freed. */
export const start = {
  environment: { MALLOC_MMAP_THRESHOLD_: String(64 * 1024) },
  args: ["serve", "--no-prompt", "-E", "--v8-flags=--max-semi-space-size=2"],
} as const;

/** Deno 2.9 imports bytes where this says so. */
const CONFIG = {
  unstable: ["raw-imports", "no-legacy-abort"],
  tasks: {
    start: [
      ...Object.entries(start.environment).map(([name, value]) => `${name}=${value}`),
      "deno",
      ...start.args,
      "main.js",
    ].join(" "),
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
