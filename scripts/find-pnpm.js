// @ts-check
/**
 * The pnpm that this repository is written for: the user's own if its major version is right, else
 * one in the per-user cache. Plain JavaScript: runs on any Node from 20, before anything is installed.
 */
import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";

export const PNPM_VERSION = "12.21.0";

/** Where a pnpm of this repository's own goes. */
export const ownPnpm = join(cacheDirectory(), "pnpm", PNPM_VERSION);

/** The folder of its commands. */
export const ownPnpmBin = join(ownPnpm, "node_modules", ".bin");

/** What the package `dataset` exports as `cacheDirectory`, which cannot be imported yet. */
function cacheDirectory() {
  const { INCEPTION_EDGE_CACHE, XDG_CACHE_HOME } = process.env;
  if (INCEPTION_EDGE_CACHE) return resolve(INCEPTION_EDGE_CACHE);
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, "inception-edge");
  const caches = process.platform === "darwin" ? join("Library", "Caches") : ".cache";
  return join(homedir(), caches, "inception-edge");
}

/**
 * The version that a pnpm states, or undefined where there is none.
 * @param {string} command
 * @returns {string | undefined}
 */
export function pnpmVersion(command) {
  // Where `pnpm` is Corepack's, it must not stop to ask whether it may download one.
  const env = { ...process.env, COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" };
  const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8", env });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * The command of a pnpm of the right major version, or undefined.
 * @returns {string | undefined}
 */
export function findPnpm() {
  const [major] = PNPM_VERSION.split(".");
  const candidates = ["pnpm", join(ownPnpmBin, "pnpm")];
  return candidates.find((command) => pnpmVersion(command)?.split(".")[0] === major);
}

/**
 * Runs pnpm in the current folder, output shown; the scripts it runs find the same pnpm.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {number} The exit code.
 */
export function runPnpm(command, args) {
  const path =
    command === "pnpm" ? process.env.PATH : [ownPnpmBin, process.env.PATH].join(delimiter);
  const { status } = spawnSync(command, args, {
    stdio: "inherit",
    env: { ...process.env, PATH: path },
  });
  return status ?? 1;
}
