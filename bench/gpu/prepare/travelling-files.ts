/** Which files of a checkout make the trainer and the benchmarks run on a machine that installs nothing. */
import { existsSync, readFileSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { runCommand } from "../../../packages/host/src/processes/run-command.ts";
import { packageOrder } from "../../../scripts/house/package-order.ts";

/** The trainer, and all that it imports. */
const PACKAGES = packageOrder
  .filter(({ name }) => name === "trainer")
  .flatMap(({ name, imports }) => [...imports, name]);
const SOURCES = ["package.json", "bench", ...PACKAGES.map((name) => `packages/${name}`)];
const NOT_RUN = /\.test\.ts$|\/(README\.md|tsconfig[^/]*\.json)$|\/(fixtures|testing|test)\//;

/** Of any package, what no program loads. */
const NOT_LOADED =
  /\.(map|md|markdown|d\.[cm]?ts|ts|flow|cc|cpp|h|gyp|html|min\.js)$|^(tests?|docs?|examples?)\/|^(LICENSE|CHANGELOG)/i;

/** Of these, only what matches: the rest is builds for browsers and variants that are not used here. */
const LOADED: readonly { readonly name: RegExp; readonly files: RegExp }[] = [
  {
    name: /^@tensorflow\/tfjs(-core|-layers|-data|-converter|-backend-\w+)?$/,
    files: /^dist\/[\w.-]+\.node\.js$/,
  },
  { name: /^@tensorflow\/tfjs-tflite$/, files: /^wasm\/tflite_web_api_cc(_simd)?\./ },
  { name: /^@litertjs\/core$/, files: /^wasm\/litert_wasm(_compat)?_internal\./ },
  { name: /^@expo-google-fonts\/inter$/, files: /^(400Regular|600SemiBold)\// },
  { name: /^@jsquash\//, files: /^(?!codec\/enc\/.*\.wasm)/ }, // nothing is encoded
  { name: /^imagescript$/, files: /^(?!codecs\/node\/bin\/(?!x64-linux))/ },
];

/** The checkout's own sources that run: paths relative to `root`. */
export async function sourceFiles(root: string): Promise<readonly string[]> {
  const list = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"] as const;
  const { code, output } = await runCommand([...list, "--", ...SOURCES], { directory: root });
  if (code !== 0) throw new Error(`Cannot list the files of "${root}": git says ${output.trim()}`);
  return output
    .split("\0")
    .filter((path) => path !== "" && !NOT_RUN.test(path) && existsSync(join(root, path)));
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What the sources import from `node_modules`, by the packages' own word: files and pnpm's links, relative to `root`. */
export async function dependencyFiles(root: string): Promise<readonly string[]> {
  const paths = new Set<string>();
  const visited = new Set<string>();
  const visit = async (folder: string): Promise<void> => {
    if (visited.has(folder)) return;
    visited.add(folder);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    const store = storeOf(folder);
    if (store) {
      const files = await loadedFiles(folder, manifest.name);
      for (const file of files) paths.add(relative(root, join(folder, file)));
    }
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    for (const name of Object.keys({
      ...dependencies,
      ...optionalDependencies,
      ...peerDependencies,
    })) {
      const link = join(store ?? join(folder, "node_modules"), name);
      if (!existsSync(link)) continue; // for another platform
      paths.add(relative(root, link));
      await visit(await realpath(link));
    }
  };
  for (const name of PACKAGES) await visit(await realpath(join(root, "packages", name)));
  for (const link of await hoistedLinks(root)) {
    if (visited.has(await realpath(link))) paths.add(relative(root, link));
  }
  return [...paths].toSorted();
}

/** Where pnpm links what a package in its store depends on; undefined for one of the checkout's own. */
function storeOf(folder: string): string | undefined {
  const [store] = /^.*\/\.pnpm\/[^/]+\/node_modules(?=\/)/.exec(folder) ?? [];
  return store;
}

/** Where pnpm lets packages find what they import without having declared it, as tfjs does `long`. */
async function hoistedLinks(root: string): Promise<readonly string[]> {
  const hoisted = join(root, "node_modules", ".pnpm", "node_modules");
  const entries = await readdir(hoisted, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((link) => existsSync(link));
}

async function loadedFiles(folder: string, name: string): Promise<readonly string[]> {
  const only = LOADED.find((rule) => rule.name.test(name))?.files ?? /^/;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => path === "package.json" || (only.test(path) && !NOT_LOADED.test(path)));
}
