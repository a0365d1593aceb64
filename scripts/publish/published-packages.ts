/** Which packages are published: those of `packages/` that are not marked private. */
import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** What we read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface PublishedPackage {
  readonly directory: string;
  /** The name of that: `image`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The repository's. */
export const ROOT: string = resolve(import.meta.dirname, "../..");

/** All of them, by folder. */
export function publishedPackages(): readonly PublishedPackage[] {
  return globSync("packages/*/package.json", { cwd: ROOT })
    .toSorted()
    .map((path) => {
      const directory = join(ROOT, dirname(path));
      const manifest = JSON.parse(readFileSync(join(ROOT, path), "utf8")) as Manifest;
      return { directory, folder: basename(directory), manifest };
    })
    .filter(({ manifest }) => manifest.private !== true);
}
