/** The service as modules that have a model, and whatever else they read, in their graph: a folder of modules and files. */
import { cp, mkdir, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { rolldown } from "rolldown";
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

/** What to make, of what. */
export interface EmbedOptions {
  /** Sources, by the name of the module that each becomes. */
  readonly entryPoints: Readonly<Record<string, string>>;
  /** The bundle's folder. */
  readonly bundle: string;
  /** The folder to write. */
  readonly out: string;
  readonly engine: WasmEngineName;
}

/**
 * @returns the files that were written, as paths in `out`
 * @throws {Error} when the engine does not answer the bundle's golden images as it must
 */
export async function bundleWithFiles({
  entryPoints,
  bundle,
  out,
  engine,
}: EmbedOptions): Promise<readonly string[]> {
  const served = await proveBundle(bundle, engine);
  const copied = new Map<string, string>();
  const enginePath = ENGINE_BUILDS[engine];
  const embedded = {
    bundle: new Map(served.map((path) => [path, join(bundle, path)])),
    page: await filesOf(join(PACKAGES, "serve/page")),
    engine,
    engineFiles: packageFiles("inference", [`${enginePath}.js`, `${enginePath}.wasm`]),
    codecs: codecFiles(),
  };
  for (const [name, input] of Object.entries(entryPoints)) {
    const bundled = await rolldown({
      input,
      platform: "node",
      tsconfig: false,
      resolve: { conditionNames: ["@inception-edge/source", "node", "import", "default"] },
      plugins: [embedFiles(embedded, copied)],
    });
    await bundled.write({
      file: join(out, `${name}.js`),
      // Its printer would write specifiers of imports as templates, which Deno does not find at the build.
      minify: { codegen: false },
      codeSplitting: false,
      keepNames: true, // Names of errors are part of what is logged.
    });
    await bundled.close();
  }
  for (const [to, from] of copied) {
    await mkdir(dirname(join(out, to)), { recursive: true });
    await cp(from, join(out, to));
  }
  return [...Object.keys(entryPoints).map((name) => `${name}.js`), ...copied.keys()];
}

async function filesOf(folder: string): Promise<FilesByName> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(files.map(({ name }) => [name, join(folder, name)]));
}

function codecFiles(): FilesByName {
  const { "jpeg-encoder": _, heic: __, ...decoders } = CODEC_PATHS;
  const paths = packageFiles("image", Object.values(decoders));
  return new Map(Object.entries(decoders).map(([name, path]) => [name, paths.get(path)!]));
}

/** Files of packages that one of ours depends on, by the path that it asks for. */
function packageFiles(name: string, paths: readonly string[]): FilesByName {
  const { resolve: find } = createRequire(join(PACKAGES, name, "package.json"));
  return new Map(paths.map((path) => [path, find(path)]));
}
