// @ts-check
/**
 * The address of the repository in each package that is packed: that of git's remote `origin`, so that it stands in no
 * file, and provenance, which compares it with where the release is made, cannot find another. pnpm loads this as a
 * pnpmfile, by whatever Node started it: plain JavaScript.
 */
import { spawnSync } from "node:child_process";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export const hooks = {
  /**
   * @param {object} manifest
   * @param {string} directory
   */
  beforePacking(manifest, directory) {
    const { stdout } = spawnSync("git", ["remote", "get-url", "origin"], {
      cwd: root,
      encoding: "utf8",
    });
    return { ...manifest, ...repositoryFields(stdout?.trim() ?? "", relative(root, directory)) };
  },
};

/**
 * None where the remote is no address that others can open.
 * @param {string} origin `git@host:owner/name.git`, `https://host/owner/name`
 * @param {string} directory of the package in the repository
 */
export function repositoryFields(origin, directory) {
  const [, host, path] =
    /^(?:(?:https|ssh):\/\/)?(?:[^@/]+@)?([\w.-]+\.\w+)[:/](.+?)(?:\.git)?\/?$/.exec(origin) ?? [];
  if (host === undefined) return {};
  const web = `https://${host}/${path}`;
  return {
    homepage: `${web}/tree/main/${directory}#readme`,
    bugs: `${web}/issues`,
    repository: { type: "git", url: `git+${web}.git`, directory },
  };
}
