/** The run and bundle that a command works on: those given on the command line, else the newest. */
import { join, resolve } from "node:path";
import { latestRun, runFolder } from "../run/run-folder.ts";

/** @param given path relative to `cwd`; without it, the newest run in `runs` is used. */
export async function runPath(given: string | undefined, cwd: string): Promise<string> {
  return given === undefined ? latestRun(join(cwd, "runs")) : resolve(cwd, given);
}

/** @param given path relative to `cwd`; without it, the newest run's bundle is used. */
export async function bundleFolder(given: string | undefined, cwd: string): Promise<string> {
  return given === undefined
    ? runFolder(await runPath(undefined, cwd)).bundle
    : resolve(cwd, given);
}
