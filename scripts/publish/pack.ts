/** The published packages as the tarballs that the registry gets. */
import { execFile } from "node:child_process";
import { existsSync, globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { publishedPackages, ROOT, type PublishedPackage } from "./published-packages.ts";

const execute = promisify(execFile);

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
  const reports = JSON.parse(await mustRun(process.execPath, pack)) as readonly Report[];
  return packages.map((found) => {
    const { filename, size, files } = reports.find(({ name }) => name === found.manifest.name)!;
    return { ...found, tarball: filename, bytes: size, files: files.map(({ path }) => path) };
  });
}

/**
 * Runs a program, in the repository's root unless told otherwise.
 * @returns its standard output
 * @throws {Error} with all that it printed, where it fails
 */
export async function mustRun(
  program: string,
  args: readonly string[],
  { cwd = ROOT, environment = {} }: RunOptions = {},
): Promise<string> {
  const env = { ...process.env, ...PACK_ENVIRONMENT, NO_COLOR: "1", ...environment };
  try {
    return (await execute(program, args, { cwd, env, maxBuffer: 64 * 2 ** 20 })).stdout;
  } catch (cause) {
    const { stdout = "", stderr = "" } = cause as { stdout?: string; stderr?: string };
    throw new Error(`Cannot run "${program} ${args.join(" ")}":\n${stdout}${stderr}`, { cause });
  }
}

export interface RunOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The compiler leaves behind what it built of sources that have moved since; a tarball must not hold it. */
function removeOrphans(directory: string): void {
  const dist = join(directory, "dist");
  for (const file of globSync("**/*.{js,js.map,d.ts,d.ts.map}", { cwd: dist })) {
    const source = file.replace(/(?:\.d\.ts|\.js)(?:\.map)?$/, ".ts");
    if (!existsSync(join(directory, "src", source))) rmSync(join(dist, file));
  }
}
