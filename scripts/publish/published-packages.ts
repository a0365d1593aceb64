/** Which packages are published: those of `packages/` that are not marked private. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

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
  /** Of the folder below packages/: `image`. */
  readonly folder: string;
  readonly directory: string;
  readonly manifest: Manifest;
}

export const ROOT: string = resolve(import.meta.dirname, "../..");

/** All of them, by name. */
export function publishedPackages(): readonly PublishedPackage[] {
  return readdirSync(join(ROOT, "packages"))
    .toSorted()
    .map((folder) => ({ folder, ...readPackage(join(ROOT, "packages", folder)) }))
    .filter(({ manifest }) => manifest.private !== true);
}

function readPackage(directory: string): Pick<PublishedPackage, "directory" | "manifest"> {
  const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as Manifest;
  return { directory, manifest };
}
