/**
 * What the runtimes are started with. Deno: the service's own port, files and variables, and nothing else. Both: little
 * memory for young objects, since what the service moves lies in buffers outside that heap.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { settingNames } from "../settings.ts";
import type { Settings } from "../settings.ts";

const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));
const SOURCE_CONDITION = "--conditions=@inception-edge/source";
/** Little room for young objects, MiB a thread; and the call by which a thread lets go of what starting took. */
const V8_FLAGS = ["--max-semi-space-size=2", "--expose-gc"] as const;

/** glibc keeps what was freed, up to tens of MB; below this many bytes only. Other systems do not read it. */
export const memoryEnvironment = { MALLOC_MMAP_THRESHOLD_: String(128 * 1024) } as const;

/** @param bundle folder. One that takes its place there may be read too: permissions go by the path. */
export function denoArguments({ HOST, PORT }: Settings, bundle: string): string[] {
  const places = [resolve(REPOSITORY, "packages"), resolve(REPOSITORY, "node_modules"), bundle];
  return [
    "run",
    "--no-prompt",
    "--no-remote",
    "--cached-only",
    "--no-lock",
    "--unstable-no-legacy-abort", // A request's signal then means that the client left, and nothing else.
    `--v8-flags=${V8_FLAGS.join(",")}`,
    SOURCE_CONDITION,
    `--allow-net=${HOST.includes(":") ? `[${HOST}]` : HOST}:${PORT}`, // IPv6 wants brackets
    `--allow-env=${[...settingNames, "INIT_CWD"].join(",")}`,
    `--allow-read=${places.join(",")}`,
    fileURLToPath(new URL("./deno.ts", import.meta.url)),
  ];
}

export function nodeArguments(): string[] {
  return [...V8_FLAGS, SOURCE_CONDITION, fileURLToPath(new URL("./node.ts", import.meta.url))];
}
