/** The service and a model as one module for fetch handlers, with its files beside it. */
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { readBundle, type FileRole } from "@inception-edge/bundle";
import type { WasmEngineName } from "@inception-edge/inference";
import { CODEC_PATHS } from "../../packages/image/platform/codec-paths.js";
import { litert } from "../../packages/inference/src/wasm/litert.ts";
import { tfjsTflite } from "../../packages/inference/src/wasm/tfjs-tflite.ts";
import { embedFiles, type FilesByName } from "./embed-files.ts";
import { proveBundle } from "./prove-bundle.ts";

const PACKAGES = resolve(import.meta.dirname, "../../packages");
/** Of each engine the build that most hosts run fastest. */
const ENGINE_BUILDS: Readonly<Record<WasmEngineName, string>> = {
  litert: litert.variants[0]!.path,
  "tfjs-tflite": tfjsTflite.variants[0]!.path,
};
/** What serving reads of a bundle, besides a model. */
const ROLES: readonly FileRole[] = ["golden-image", "golden-answers", "cam-weights", "card"];

/** Deno 2.9 imports bytes where this says so. Of the command only `serve` and the right to variables are needed. */
const CONFIG = {
  unstable: ["raw-imports", "no-legacy-abort"],
  tasks: {
    start:
      "MALLOC_MMAP_THRESHOLD_=131072 deno serve --no-prompt -E --v8-flags=--max-semi-space-size=2 main.js",
  },
};

export interface ModuleOptions {
  /** The bundle's folder. */
  readonly bundle: string;
  /** The folder to write. */
  readonly out: string;
  readonly engine: WasmEngineName;
}

/** @returns bytes by file, in the output's paths */
export async function buildModule({
  bundle,
  out,
  engine,
}: ModuleOptions): Promise<ReadonlyMap<string, number>> {
  await proveBundle(bundle, engine);
  const copied = new Map<string, string>();
  const enginePath = ENGINE_BUILDS[engine];
  const embedded = {
    bundle: await bundleFiles(bundle),
    page: await filesOf(join(PACKAGES, "serve/page")),
    engine,
    engineFiles: packageFiles("inference", [`${enginePath}.js`, `${enginePath}.wasm`]),
    codecs: codecFiles(),
  };
  await mkdir(out, { recursive: true });
  await build({
    entryPoints: { main: resolve(import.meta.dirname, "entry.ts") },
    outdir: out,
    bundle: true,
    minify: true,
    keepNames: true, // Names of errors are part of what is logged.
    format: "esm",
    platform: "node",
    target: "es2024",
    supported: { "import-attributes": true },
    conditions: ["@inception-edge/source"],
    legalComments: "linked",
    // CommonJS packages ask for Node's own modules by `require`.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    plugins: [embedFiles(embedded, copied)],
    logLevel: "warning",
  });
  for (const [to, from] of copied) {
    await mkdir(dirname(join(out, to)), { recursive: true });
    await cp(from, join(out, to));
  }
  await writeFile(
    join(out, "deno.json"),
    `${JSON.stringify(CONFIG, undefined, 2)}
`,
  );
  const sizes = ["main.js", ...copied.keys()].map(
    async (file) => [file, (await readFile(join(out, file))).length] as const,
  );
  return new Map(await Promise.all(sizes));
}

/** The manifest, what serving reads, and one model: int8 where there is one. */
async function bundleFiles(folder: string): Promise<FilesByName> {
  const read = (path: string): Promise<Uint8Array> => readFile(join(folder, path));
  const { manifest } = await readBundle(read, { roles: [] });
  const model = ["tflite-int8", "tflite-float32"].find((role) =>
    manifest.files.some((file) => file.role === role),
  );
  const wanted = manifest.files.filter(
    ({ role }) => role === model || (ROLES as readonly string[]).includes(role),
  );
  const paths = ["manifest.json", ...wanted.map(({ path }) => path)];
  return new Map(paths.map((path) => [path, join(folder, path)]));
}

async function filesOf(folder: string): Promise<FilesByName> {
  const names = await readdir(folder);
  return new Map(names.map((name) => [name, join(folder, name)]));
}

function codecFiles(): FilesByName {
  const { "jpeg-encoder": _, ...decoders } = CODEC_PATHS;
  const paths = packageFiles("image", Object.values(decoders));
  return new Map(Object.entries(decoders).map(([name, path]) => [name, paths.get(path)!]));
}

/** Files of packages that one of ours depends on, by the path that it asks for. */
function packageFiles(name: string, paths: readonly string[]): FilesByName {
  const { resolve: find } = createRequire(join(PACKAGES, name, "package.json"));
  return new Map(paths.map((path) => [path, find(path)]));
}
