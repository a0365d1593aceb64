/** Runs and bundles as a command line names them, or leaves them to be the newest. */
import { join, resolve } from "node:path";
import { latestRun, runFolder } from "../run/run-folder.ts";

/** @param named relative to `cwd`; absent: the newest run in `runs`. */
export async function runPath(named: string | undefined, cwd: string): Promise<string> {
  return named === undefined ? latestRun(join(cwd, "runs")) : resolve(cwd, named);
}

/** @param named relative to `cwd`; absent: the newest run's. */
export async function bundleFolder(named: string | undefined, cwd: string): Promise<string> {
  return named === undefined
    ? runFolder(await runPath(undefined, cwd)).bundle
    : resolve(cwd, named);
}
