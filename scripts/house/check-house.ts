/**
 * Measures the repository against its own rules: `pnpm check:house`. Prints the measures, then every broken rule with
 * its place; the exit code is 0 only if none is broken.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildHouse } from "./build-house.ts";
import type { Finding, House } from "./house.ts";
import { cycles } from "./rules/cycles.ts";
import { declaredDependencies, serviceDependencies } from "./rules/dependencies.ts";
import { documentCommands } from "./rules/document-commands.ts";
import { documentLinks } from "./rules/document-links.ts";
import { documentPaths } from "./rules/document-paths.ts";
import { doorDocs } from "./rules/door-docs.ts";
import { folderList } from "./rules/folder-list.ts";
import { importOrder } from "./rules/import-order.ts";
import { sizes } from "./rules/sizes.ts";
import { unusedExports } from "./rules/unused-exports.ts";

const rules: readonly ((house: House) => Finding)[] = [
  sizes,
  importOrder,
  cycles,
  declaredDependencies,
  serviceDependencies,
  unusedExports,
  doorDocs,
  documentLinks,
  documentPaths,
  documentCommands,
  folderList,
];

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const files = listFiles();
if (files === undefined) {
  console.log("SKIP git lists no files here: run it in a clone");
} else {
  const house = buildHouse(files, (file) => readFileSync(file, "utf8"));
  report(rules.map((rule) => rule(house)));
}

function report(findings: readonly Finding[]): void {
  const measures = findings.flatMap((finding) => finding.measures);
  const width = Math.max(...measures.map(({ name }) => name.length));
  for (const { name, value, limit } of measures) {
    console.log(`${name.padEnd(width)}  ${value.padStart(8)}${limit === "" ? "" : `  ≤ ${limit}`}`);
  }
  const faults = findings.flatMap((finding) => finding.faults);
  for (const { place, problem } of faults) console.error(`${place} ${problem}`);
  if (faults.length === 0) return;
  console.error(`\nRules broken: ${faults.length}`);
  process.exitCode = 1;
}

/** All that git does not ignore, sorted; undefined where there is no git, or no clone. */
function listFiles(): readonly string[] | undefined {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const { status, stdout } = spawnSync("git", args, { encoding: "utf8", maxBuffer: 1e8 });
  if (status !== 0) return undefined;
  const listed = stdout.split("\0").filter((file) => file !== "" && existsSync(file));
  return [...new Set(listed)].toSorted();
}
