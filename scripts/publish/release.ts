/**
 * `pnpm release`: publishes every package whose version the registry does not have, with provenance, from a tag; then
 * to JSR what can go there. `pnpm release --dry-run` tells versions, files and what is in the way, and publishes nothing.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPacked } from "./install-packed.ts";
import { publishToJsr, stageForJsr } from "./jsr.ts";
import { lintPacked } from "./lint-packed.ts";
import { mustRun } from "./must-run.ts";
import { PACK_ENVIRONMENT, packAll, type PackedPackage } from "./pack.ts";
import { ROOT } from "./published-packages.ts";
import { readReleaseState, releaseObstacles, type ReleaseState } from "./release-obstacles.ts";

const CHANGESET = join(ROOT, "node_modules/.bin/changeset");

process.stdout.on("error", () => {}); // Whoever read it is gone, as with `| head`: the work goes on.
const folder = mkdtempSync(join(tmpdir(), "inception-edge-release-"));
try {
  await release(process.argv.includes("--dry-run"));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function release(isDry: boolean): Promise<void> {
  const state = readReleaseState();
  const obstacles = releaseObstacles(state).map((obstacle) => `\n  ${obstacle}`);
  if (obstacles.length > 0) {
    const message = `Cannot release from here:${obstacles.join("")}`;
    if (!isDry) throw new Error(message);
    console.log(`${message}\n`);
  }
  const packed = await packAll(join(folder, "tarballs"));
  const problems = await Promise.all(packed.map(({ tarball }) => lintPacked(tarball)));
  if (problems.flat().length > 0) throw new Error(problems.flat().join("\n"));
  const project = join(folder, "project");
  await installPacked(project, packed);
  const staging = join(folder, "jsr");
  const names = packed.map(({ manifest }) => manifest.name);
  const staged = stageForJsr(staging, project, names);
  await publishToJsr(staging, "--dry-run");

  const next = isDry ? await nextVersions(state) : new Map<string, string>();
  for (const each of packed) describe(each, next);
  console.log(`To JSR too: ${staged.join(", ")}`);
  if (isDry) return;
  publishToNpm();
  await publishToJsr(staging);
}

function publishToNpm(): void {
  // pnpm 12 takes no setting from NPM_CONFIG_PROVENANCE.
  const env = { ...process.env, ...PACK_ENVIRONMENT, pnpm_config_provenance: "true" };
  const { status } = spawnSync(CHANGESET, ["publish"], { cwd: ROOT, env, stdio: "inherit" });
  if (status !== 0) throw new Error("Cannot publish to npm: the reason is above");
}

/** By package, what `changeset version` would make of the changesets that wait. */
async function nextVersions({ pending }: ReleaseState): Promise<ReadonlyMap<string, string>> {
  if (pending.length === 0) return new Map();
  const file = join(folder, "status.json");
  await mustRun(CHANGESET, ["status", "--output", file]);
  const { releases } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly releases: readonly { readonly name: string; readonly newVersion: string }[];
  };
  return new Map(releases.map(({ name, newVersion }) => [name, newVersion]));
}

/** One line, and its files: those of a folder by their number. */
function describe(
  { manifest, files, bytes }: PackedPackage,
  next: ReadonlyMap<string, string>,
): void {
  const { name, version } = manifest;
  const becomes = next.get(name);
  console.log(
    `${name} ${version}${becomes === undefined ? "" : ` → ${becomes}`}, ${(bytes / 1000).toFixed(0)} kB`,
  );
  const counts = new Map<string, number>();
  for (const file of files) {
    const top = file.includes("/") ? `${file.split("/")[0]}/` : file;
    counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  const shown = [...counts].map(([top, count]) => (top.endsWith("/") ? `${top} (${count})` : top));
  console.log(`  ${shown.join(", ")}`);
}
