/**
 * The user's cache folder, which keeps downloads and derived files between runs.
 */
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * The per-user cache: `INCEPTION_EDGE_CACHE`, else `XDG_CACHE_HOME/inception-edge`, else
 * `~/.cache/inception-edge`, on macOS `~/Library/Caches/inception-edge`. An empty variable counts as unset.
 *
 * @throws {Error} if neither is set and the user has no home folder, such as a user id without a name in a container
 */
export function cacheDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  if (environment["INCEPTION_EDGE_CACHE"]) return resolve(environment["INCEPTION_EDGE_CACHE"]);
  if (environment["XDG_CACHE_HOME"]) return join(environment["XDG_CACHE_HOME"], "inception-edge");
  const caches = process.platform === "darwin" ? join("Library", "Caches") : ".cache";
  return join(home(), caches, "inception-edge");
}

function home(): string {
  let found = "";
  try {
    found = homedir();
  } catch {
    // HOME is not set, and the user id has no entry in the system.
  }
  if (found !== "") return found;
  throw new Error(
    "Cannot choose a cache folder: this user has no home folder; set INCEPTION_EDGE_CACHE to a folder that you can write to",
  );
}
