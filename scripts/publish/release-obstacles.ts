/** Why a release cannot be made from here; each with its cure. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { ROOT } from "./published-packages.ts";

/** What a release depends on besides the packages. */
export interface ReleaseState {
  /** What git finds changed, a line a file; empty when nothing is. */
  readonly changed: string;
  /** Of the commit; empty when it has none. */
  readonly tag: string;
  /** The remote's address; empty when there is none. */
  readonly origin: string;
  /** Changesets that have not become versions. */
  readonly pending: readonly string[];
  /** Whether a CI vouches for where the packages are built (OpenID Connect). */
  readonly hasIdentity: boolean;
}

export function readReleaseState(): ReleaseState {
  const { ACTIONS_ID_TOKEN_REQUEST_URL, SIGSTORE_ID_TOKEN } = process.env;
  return {
    changed: git("status", "--porcelain"),
    tag: git("describe", "--tags", "--exact-match"),
    origin: git("remote", "get-url", "origin"),
    pending: globSync(".changeset/*.md", { cwd: ROOT, exclude: ["**/README.md"] }),
    hasIdentity: (ACTIONS_ID_TOKEN_REQUEST_URL ?? SIGSTORE_ID_TOKEN) !== undefined,
  };
}

export function releaseObstacles(state: ReleaseState): readonly string[] {
  const { changed, tag, origin, pending, hasIdentity } = state;
  const obstacles: readonly (readonly [boolean, string])[] = [
    [changed !== "", "files differ from the commit; commit them or put them back"],
    [
      pending.length > 0,
      `${pending.length} changesets wait; run \`pnpm changeset version\` and commit`,
    ],
    [tag === "", "the commit has no tag; `git tag release-YYYY-MM-DD`, and push it"],
    [origin === "", "git has no remote `origin`, whose address the packages bear"],
    [
      !hasIdentity,
      "provenance is signed with a CI's identity, and there is none; push the tag and let CI release",
    ],
  ];
  return obstacles.filter(([is]) => is).map(([, text]) => text);
}

function git(...args: readonly string[]): string {
  return spawnSync("git", args, { cwd: ROOT, encoding: "utf8" }).stdout?.trim() ?? "";
}
