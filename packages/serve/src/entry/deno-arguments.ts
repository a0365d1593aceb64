/** What Deno is started with: the service's own port, files and variables, and nothing else. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { settingNames } from "../settings.ts";
import type { Settings } from "../settings.ts";

const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));

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
    "--conditions=@inception-edge/source",
    `--allow-net=${HOST}:${PORT}`,
    `--allow-env=${[...settingNames, "INIT_CWD"].join(",")}`,
    `--allow-read=${places.join(",")}`,
    fileURLToPath(new URL("./deno.ts", import.meta.url)),
  ];
}
