/** From a specifier in a file to the files of the repository that it means. */
import { posix } from "node:path";
import type { House, Manifest } from "./house.ts";

const SCOPE = "@inception-edge/";

/** @returns Paths from the root; empty for what lies outside the repository. */
export function resolveImport(house: House, from: string, specifier: string): readonly string[] {
  if (specifier.startsWith(".")) {
    const file = posix.join(posix.dirname(from), specifier);
    const types = file.replace(/\.js$/, ".d.ts");
    return house.modules.has(types) && types !== file ? [file, types] : [file];
  }
  if (specifier.startsWith("#")) return manifestOf(house, from)?.internal[specifier] ?? [];
  const door = doorOf(house, specifier);
  return door === undefined ? [] : [door];
}

/** The source file behind `@inception-edge/image/encode`; undefined where there is no such door. */
export function doorOf(house: House, specifier: string): string | undefined {
  const name = packageNamed(specifier);
  const manifest = house.manifests.find((candidate) => candidate.name === name);
  if (name === undefined || manifest === undefined) return undefined;
  const door = `.${specifier.slice(SCOPE.length + name.length)}`;
  const exact = manifest.doors[door];
  if (exact !== undefined) return exact;
  for (const [pattern, file] of Object.entries(manifest.doors)) {
    const prefix = pattern.endsWith("*") ? pattern.slice(0, -1) : undefined;
    if (prefix !== undefined && door.startsWith(prefix)) {
      return file.replace("*", door.slice(prefix.length));
    }
  }
  return undefined;
}

/** `image` of `@inception-edge/image/encode`; undefined for what is not ours. */
export function packageNamed(specifier: string): string | undefined {
  return specifier.startsWith(SCOPE) ? specifier.slice(SCOPE.length).split("/")[0] : undefined;
}

/** The package.json that a file falls under. */
export function manifestOf(house: House, path: string): Manifest | undefined {
  return house.manifests
    .filter(({ folder }) => folder === "" || path.startsWith(`${folder}/`))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
}
