// @ts-check
/**
 * Makes a fresh clone ready: pnpm, the dependencies, the libraries of TensorFlow and LiteRT (which serving does
 * without: `--without-tensorflow`). Says what it does, stops at the
 * first thing that fails, and takes seconds when all is there. Plain JavaScript: see find-pnpm.js.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findPnpm, ownPnpm, ownPnpmBin, PNPM_VERSION, pnpmVersion, runPnpm } from "./find-pnpm.js";

process.stdout.on("error", () => {}); // Whoever read it is gone, as with `| head`: the work goes on.
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
try {
  checkMachine();
  const pnpm = providePnpm();
  step("Dependencies", "pnpm install --frozen-lockfile");
  if (runPnpm(pnpm, ["install", "--frozen-lockfile"]) !== 0) {
    throw new Error(
      isOthers("node_modules")
        ? "Cannot install the dependencies: node_modules belongs to another user, who has set this checkout up; use a clone of your own, or run the commands without this set-up, such as `node scripts/pnpm.js --filter trainer start`"
        : "Cannot install the dependencies: pnpm's reason is above; if it is the network, check HTTPS_PROXY and `npm config get registry`",
    );
  }
  if (!process.argv.includes("--without-tensorflow")) {
    provideTensorFlow(pnpm);
    provideLiteRt(pnpm);
  }
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

/** @param {string} folder */
function isOthers(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return false;
  } catch {
    return existsSync(folder);
  }
}

/** Stops where the pinned Node and TensorFlow's wheels do not exist. */
function checkMachine() {
  const { node } = process.versions;
  step("Machine", `Node ${node} on ${process.platform} ${process.arch}`);
  if (Number(node.split(".")[0]) < 20) {
    throw new Error(
      `Cannot set up with Node ${node}: 20 or newer is needed; see https://nodejs.org`,
    );
  }
  const platform = `${process.platform}-${process.arch}`;
  if (!["linux-x64", "linux-arm64", "darwin-arm64"].includes(platform)) {
    throw new Error(
      `Cannot set up on ${platform}: Linux x64, Linux arm64 or macOS on Apple silicon is needed; on Windows, use WSL 2`,
    );
  }
  if (process.platform === "linux" && !hasGlibc()) {
    throw new Error(
      "Cannot set up on this Linux: it has no glibc, which TensorFlow needs; use Debian, Ubuntu or Fedora rather than Alpine",
    );
  }
  if (spawnSync("git", ["--version"]).status !== 0) {
    console.log("git is not found: changesets need it, training does not");
  }
}

function hasGlibc() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  );
  return report.header?.glibcVersionRuntime !== undefined;
}

/**
 * Finds or installs pnpm: globally where there is none, but never over another major version.
 * @returns {string} The command to run.
 */
function providePnpm() {
  const found = findPnpm();
  if (found !== undefined) {
    step("pnpm", `${pnpmVersion(found)}, ${found === "pnpm" ? "on the PATH" : `in ${ownPnpm}`}`);
    return found;
  }
  if (spawnSync("npm", ["--version"]).status !== 0) {
    throw new Error(
      `Cannot install pnpm ${PNPM_VERSION}: npm is not found; install Node with npm, or pnpm yourself`,
    );
  }
  const other = pnpmVersion("pnpm");
  if (other === undefined) {
    step("pnpm", `npm install --global pnpm@${PNPM_VERSION}`);
    if (npmInstall("--global") && findPnpm() === "pnpm") return "pnpm";
  }
  const reason = other === undefined ? "not there globally" : `${other} is on the PATH`;
  step("pnpm", `${reason}; installing ${PNPM_VERSION} in ${ownPnpm}`);
  mkdirSync(ownPnpm, { recursive: true });
  npmInstall("--prefix", ownPnpm);
  const own = findPnpm();
  if (own === undefined) {
    throw new Error(
      `Cannot install pnpm ${PNPM_VERSION}: npm's reason is above; if it is the network, check HTTPS_PROXY and \`npm config get registry\``,
    );
  }
  console.log(`To type pnpm yourself: export PATH="${ownPnpmBin}:$PATH"`);
  return own;
}

/** @param {string} pnpm */
function provideTensorFlow(pnpm) {
  step("TensorFlow", "pnpm --filter tensorflow start");
  if (runPnpm(pnpm, ["--filter", "tensorflow", "start"]) !== 0) {
    throw new Error("Cannot provide TensorFlow: the reason is above");
  }
}

/**
 * For TFLite files at native speed; without it they run in WebAssembly.
 * @param {string} pnpm
 */
function provideLiteRt(pnpm) {
  step("LiteRT", "pnpm --filter litert start");
  if (runPnpm(pnpm, ["--filter", "litert", "start"]) !== 0) {
    console.log("LiteRT's library is not there, for the reason above: TFLite runs in WebAssembly");
  }
}

/**
 * @param {...string} where
 * @returns {boolean}
 */
function npmInstall(...where) {
  const args = ["install", ...where, `pnpm@${PNPM_VERSION}`, "--no-audit", "--no-fund"];
  return spawnSync("npm", args, { stdio: "inherit" }).status === 0;
}

/**
 * @param {string} name
 * @param {string} what
 */
function step(name, what) {
  console.log(`[setup] ${name}: ${what}`);
}
