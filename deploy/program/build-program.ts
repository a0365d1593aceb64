/**
 * The whole service and a model as one program by `deno compile`: Deno's runtime, the modules and their files in one file
 * that runs where nothing is installed. Its rights are fixed at the build: to listen, to read, and to its variables.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { denoProgram } from "../../packages/serve/src/entry/deno-program.ts";
import { bucketHosts } from "../../packages/serve/src/platform/read-bucket.ts";
import { settingNames } from "../../packages/serve/src/settings.ts";
import { bundleWithFiles, type EmbedOptions } from "../embed/bundle-with-files.ts";

const SERVE = resolve(import.meta.dirname, "../../packages/serve/src");

/**
 * Deno's flags, at the build or of `deno run`. A thread's module must be readable; where a program has it is known only
 * when it runs, so it may read everything, and MODEL_DIR may be anywhere.
 * @param readable a flag that permits reading
 */
export function programFlags(readable: string = "--allow-read"): readonly string[] {
  return [
    "--no-prompt",
    "--no-lock",
    "--cached-only",
    "--unstable-raw-imports",
    "--unstable-no-legacy-abort",
    "--v8-flags=--max-semi-space-size=2,--expose-gc",
    `--allow-net=${["0.0.0.0", "127.0.0.1", ...bucketHosts].join(",")}`,
    readable,
    `--allow-env=${[...settingNames, "INIT_CWD"].join(",")}`,
  ];
}

/** What the program is made of: `main.js`, which starts threads of `thread.js`. */
export function bundleProgram(
  options: Omit<EmbedOptions, "entryPoints">,
): Promise<readonly string[]> {
  const entryPoints = {
    main: resolve(import.meta.dirname, "entry.ts"),
    thread: join(SERVE, "worker/thread.ts"),
  };
  return bundleWithFiles({ ...options, entryPoints });
}

/**
 * @param options `out` is the program's path
 * @throws {Error} when Deno cannot compile it
 */
export async function buildProgram(options: Omit<EmbedOptions, "entryPoints">): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "program-"));
  try {
    await bundleProgram({ ...options, out: folder });
    const modules = [`--include=${join(folder, "thread.js")}`, join(folder, "main.js")];
    const output = ["--output", options.out];
    const args = ["compile", "--no-check", ...programFlags(), ...output, ...modules];
    const child = spawn(denoProgram(), args, { cwd: folder, stdio: "inherit" });
    const [code] = (await once(child, "exit")) as [number | null];
    if (code === 0) return;
    throw new Error(
      "Cannot compile: see above; Deno fetches its runtime, denort, at the first time: without a network put it in DENORT_BIN",
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
