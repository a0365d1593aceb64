/**
 * The arguments of the runtimes. Deno gets permission for the service's own port, files and variables, and nothing else.
 * Both get little memory for young objects, since the service's data is in buffers outside that heap.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bucketHosts, isBucket } from "../platform/read-bucket.ts";
import { settingNames, type Settings } from "../settings.ts";

const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));
const SOURCE_CONDITION = "--conditions=@inception-edge/source";
/** MiB for young objects in each thread; and `gc()`, with which a thread frees what starting needed. */
const V8_FLAGS = ["--max-semi-space-size=2", "--expose-gc"] as const;

/** glibc keeps up to tens of MB of freed memory; with this, only blocks below so many bytes. Other systems ignore it. */
export const memoryEnvironment = { MALLOC_MMAP_THRESHOLD_: String(128 * 1024) } as const;

/** @param bundle its folder, that of several, or a bucket's; another in the same place may be read too, since permissions go by path */
export function denoArguments(settings: Settings, bundle: string): string[] {
  const { HOST, PORT } = settings;
  const library = nativeLibrary(settings);
  const readable = [
    resolve(REPOSITORY, "packages"),
    resolve(REPOSITORY, "node_modules"),
    ...(isBucket(bundle) ? [] : [bundle]),
    ...library,
    ...[settings.API_KEYS_FILE, settings.ADMIN_KEYS_FILE].filter((file) => file !== ""),
  ];
  const hosts = isBucket(bundle) ? bucketHosts : [];
  const address = `${HOST.includes(":") ? `[${HOST}]` : HOST}:${PORT}`; // IPv6 needs brackets
  return [
    "run",
    "--no-prompt",
    "--no-remote",
    "--cached-only",
    "--no-lock",
    "--unstable-no-legacy-abort", // A request's signal then means that the client disconnected, and nothing else.
    `--v8-flags=${V8_FLAGS.join(",")}`,
    SOURCE_CONDITION,
    `--allow-net=${[address, ...hosts].join(",")}`,
    `--allow-env=${[...settingNames, "INIT_CWD"].join(",")}`,
    `--allow-read=${readable.join(",")}`,
    ...library.map((path) => `--allow-ffi=${path}`),
    fileURLToPath(new URL("./deno.ts", import.meta.url)),
  ];
}

/** The library that may be opened: one that is named, unless WebAssembly is. */
function nativeLibrary({ ENGINE, LITERT_LIBRARY }: Settings): readonly string[] {
  const isWanted = ENGINE === "auto" || ENGINE === "litert-native";
  return isWanted && LITERT_LIBRARY !== "" ? [LITERT_LIBRARY] : [];
}

/** Node has no permissions to set. */
export function nodeArguments(): string[] {
  return [...V8_FLAGS, SOURCE_CONDITION, fileURLToPath(new URL("./node.ts", import.meta.url))];
}
