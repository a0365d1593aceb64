// @ts-check
/** Runs pnpm with the given arguments, whichever way setup.js provided it. */
import { findPnpm, PNPM_VERSION, runPnpm } from "./find-pnpm.js";

const pnpm = findPnpm();
if (pnpm === undefined) {
  console.error(`Cannot find pnpm ${PNPM_VERSION}; run \`node scripts/setup.js\``);
  process.exitCode = 1;
} else {
  process.exitCode = runPnpm(pnpm, process.argv.slice(2));
}
