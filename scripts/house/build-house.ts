/** The repository as the rules see it, from its files' names and texts. */
import { posix } from "node:path";
import type { House, Manifest } from "./house.ts";
import { parseModule } from "./parse-module.ts";

/** @param files Paths from the root. */
export function buildHouse(files: readonly string[], text: (file: string) => string): House {
  const ending = (pattern: RegExp): readonly string[] => files.filter((file) => pattern.test(file));
  return {
    files,
    modules: new Map(ending(/\.(ts|js)$/).map((file) => [file, parseModule(file, text(file))])),
    documents: new Map(ending(/\.md$/).map((file) => [file, text(file)])),
    manifests: ending(/^((packages\/)?[^/]+\/)?package\.json$/).map((file) =>
      parseManifest(file, text(file)),
    ),
  };
}

type Target = string | Readonly<Record<string, string>>;

interface PackageJson {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, Target>>;
  readonly imports?: Readonly<Record<string, Target>>;
}

function parseManifest(path: string, text: string): Manifest {
  const json = JSON.parse(text) as PackageJson;
  const folder = posix.dirname(path) === "." ? "" : posix.dirname(path);
  return {
    folder,
    name: json.name.replace("@inception-edge/", ""),
    scripts: Object.keys(json.scripts ?? {}),
    dependencies: Object.keys(json.dependencies ?? {}),
    devDependencies: Object.keys(json.devDependencies ?? {}),
    doors: mapValues(json.exports ?? {}, (target) => posix.join(folder, sourceOf(target))),
    internal: mapValues(json.imports ?? {}, (target) =>
      filesOf(target).map((file) => posix.join(folder, file)),
    ),
  };
}

function sourceOf(target: Target): string {
  return typeof target === "string" ? target : (target["@inception-edge/source"] ?? "");
}

function filesOf(target: Target): readonly string[] {
  return typeof target === "string" ? [target] : Object.values(target);
}

function mapValues<V>(
  table: Readonly<Record<string, Target>>,
  value: (target: Target) => V,
): Record<string, V> {
  return Object.fromEntries(Object.entries(table).map(([key, target]) => [key, value(target)]));
}
