/**
 * The packages that go to JSR, in a folder of their own: JSR takes sources, and a deno.json beside a package.json would
 * become Deno's configuration for whoever works on the package. What npm gets is copied, so both registries get the same.
 */
import {
  cpSync,
  globSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { mustRun } from "./must-run.ts";
import { ROOT, type Manifest } from "./published-packages.ts";

/** docs/releasing.md says why not the others. */
const ON_JSR: readonly string[] = [
  "@inception-edge/model",
  "@inception-edge/tflite",
  "@inception-edge/onnx",
];
/** Asks for the names that browsers and runtimes share. Deno knows them by itself, and JSR takes no such line. */
const DOM = '/// <reference lib="dom" />\n';

/**
 * Lays out, in `folder`, what `project` has installed of them.
 * @returns the names of those that go
 */
export function stageForJsr(
  folder: string,
  project: string,
  names: readonly string[],
): readonly string[] {
  const staged = ON_JSR.filter((name) => names.includes(name));
  for (const name of staged) {
    const installed = realpathSync(join(project, "node_modules", name));
    const member = join(folder, name);
    mkdirSync(member, { recursive: true });
    for (const part of ["src", "README.md", "LICENSE"]) {
      cpSync(join(installed, part), join(member, part), { recursive: true });
    }
    for (const source of globSync("src/**/*.ts", { cwd: member })) {
      const path = join(member, source);
      writeFileSync(path, readFileSync(path, "utf8").replace(DOM, ""));
    }
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Manifest;
    writeJson(join(member, "deno.json"), denoConfig(manifest));
    for (const dependency of Object.keys(dependenciesOf(manifest))) {
      if (ON_JSR.includes(dependency)) continue;
      const link = join(folder, "node_modules", dependency);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(realpathSync(join(installed, "../..", dependency)), link);
    }
  }
  const workspace = staged.map((name) => `./${name}`);
  writeJson(join(folder, "deno.json"), { workspace, nodeModulesDir: "manual" });
  return staged;
}

/** Publishes what was laid out, or tells what it would do; needs no network for that. */
export async function publishToJsr(folder: string, ...flags: readonly string[]): Promise<string> {
  const deno = join(ROOT, "node_modules/.bin/deno");
  return mustRun(deno, ["publish", "--allow-dirty", ...flags], { cwd: folder });
}

/** What of a package.json JSR wants to know: doors by their sources, and where the dependencies are. */
function denoConfig(manifest: Manifest): Readonly<Record<string, unknown>> {
  const { name, version, license } = manifest;
  const doors = Object.entries(manifest.exports).flatMap(([door, target]) =>
    typeof target === "string" ? [] : [[door, target["@inception-edge/source"]]],
  );
  const imports = Object.entries(dependenciesOf(manifest)).map(([dependency, range]) => [
    dependency,
    `${ON_JSR.includes(dependency) ? "jsr" : "npm"}:${dependency}@${range}`,
  ]);
  return {
    name,
    version,
    license,
    exports: Object.fromEntries(doors),
    imports: Object.fromEntries(imports),
  };
}

/** JSR knows no peers. */
function dependenciesOf({ dependencies, peerDependencies }: Manifest): Record<string, string> {
  return { ...dependencies, ...peerDependencies };
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
