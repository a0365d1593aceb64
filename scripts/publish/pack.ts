/** The published packages as the tarballs that the registry gets. */
import { existsSync, globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "./must-run.ts";
import { publishedPackages, type PublishedPackage } from "./published-packages.ts";

/** Has pnpm add the address of the repository to what it packs. */
export const PACK_ENVIRONMENT: Readonly<Record<string, string>> = {
  pnpm_config_pnpmfile: join(import.meta.dirname, "repository-fields.mjs"),
};

export interface PackedPackage extends PublishedPackage {
  readonly tarball: string;
  readonly bytes: number;
  /** Paths of the files in it, relative to the package. */
  readonly files: readonly string[];
}

/** What `pnpm pack --json` tells of each. */
interface Report {
  readonly name: string;
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Builds the packages and packs each into `folder`. */
export async function packAll(folder: string): Promise<readonly PackedPackage[]> {
  const packages = publishedPackages();
  for (const { directory } of packages) removeOrphans(directory);
  await mustRun("node_modules/.bin/tsc", ["--build"]);
  const filters = packages.flatMap(({ manifest }) => ["--filter", manifest.name]);
  const pack = ["scripts/pnpm.js", ...filters, "pack", "--json", "--pack-destination", folder];
  const output = await mustRun(process.execPath, pack, { environment: PACK_ENVIRONMENT });
  const reports = JSON.parse(output) as readonly Report[];
  return packages.map((found) => {
    const { filename, size, files } = reports.find(({ name }) => name === found.manifest.name)!;
    return { ...found, tarball: filename, bytes: size, files: files.map(({ path }) => path) };
  });
}

/** The compiler leaves behind what it built of sources that have moved since; a tarball must not hold it. */
function removeOrphans(directory: string): void {
  const dist = join(directory, "dist");
  for (const file of globSync("**/*.{js,js.map,d.ts,d.ts.map}", { cwd: dist })) {
    const source = file.replace(/(?:\.d\.ts|\.js)(?:\.map)?$/, ".ts");
    if (!existsSync(join(directory, "src", source))) rmSync(join(dist, file));
  }
}
