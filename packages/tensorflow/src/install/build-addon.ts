/**
 * Compiles tfjs-node-gpu's addon against a TensorFlow C library: two C++ files, one compiler call. It needs neither
 * node-gyp nor its downloads: the Node-API headers are an npm package, and the arguments below replace binding.gyp.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runCommand } from "@inception-edge/host";
import type { LibraryLayout } from "./library-layout.ts";
import { NAPI_VERSION } from "./tfjs-package.ts";

/** Inputs and output of a build. */
export interface AddonBuild {
  readonly layout: LibraryLayout;
  /** The folder of the package tfjs-node-gpu. */
  readonly sources: string;
  /** The file to write. */
  readonly output: string;
}

/** A C++ compiler's command: `["c++"]`, `["ccache", "g++"]`. */
export type Compiler = readonly [string, ...string[]];

/** Builds the addon and loads it in a new process; returns TensorFlow's version. */
export async function buildAddon(build: AddonBuild, compiler: Compiler): Promise<string> {
  const compiled = await runCommand([...compiler, ...compilerArguments(build)]);
  if (compiled.code !== 0) {
    throw new Error(
      `Cannot build the TensorFlow addon: ${compiler.join(" ")} ended with ${compiled.code ?? "a signal"}:\n${compiled.output}`,
    );
  }
  return loadedVersion(build.output);
}

/** The C++ compiler: `$CXX`, else the first one that runs. */
export async function findCompiler(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Compiler> {
  const wanted = environment["CXX"]?.trim();
  for (const command of wanted ? [wanted] : ["c++", "g++", "clang++"]) {
    const [program = "", ...args] = command.split(/\s+/);
    if ((await runCommand([program, ...args, "--version"])).code === 0) return [program, ...args];
  }
  throw new Error(
    `Cannot build the TensorFlow addon: ${wanted ? `CXX="${wanted}" does not run` : "no C++ compiler was found"}; ` +
      "install one (Debian and Ubuntu: `sudo apt-get install g++`, Fedora: `sudo dnf install gcc-c++`, macOS: `xcode-select --install`)",
  );
}

/** The compiler's arguments; only the linking of a loadable module depends on `platform`. */
export function compilerArguments(
  { layout, sources, output }: AddonBuild,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  return [
    "-std=c++17",
    "-O2",
    "-fPIC",
    "-w", // no warnings: the sources are not ours
    `-DNAPI_VERSION=${NAPI_VERSION}`,
    // Node provides the symbols of Node-API when it loads the module; ELF leaves them undefined by default.
    ...(platform === "darwin" ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"]),
    `-I${nodeApiHeaders()}`,
    `-I${layout.include}`,
    join(sources, "binding", "tfjs_backend.cc"),
    join(sources, "binding", "tfjs_binding.cc"),
    ...layout.files,
    // Not `-Wl,…`: a comma in the path would split it.
    "-Xlinker",
    "-rpath",
    "-Xlinker",
    layout.lib,
    `-o${output}`,
  ];
}

function nodeApiHeaders(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve("node-api-headers/package.json")), "include");
}

const LOAD = "process.stdout.write('TF_Version ' + require(process.argv[1]).TF_Version)";

/** Loads an addon in another process, which a broken one may crash, and returns TensorFlow's version. */
export async function loadedVersion(addon: string): Promise<string> {
  const { code, output } = await runCommand([process.execPath, "--eval", LOAD, addon], {
    environment: { TF_CPP_MIN_LOG_LEVEL: "3" },
  });
  const version = /TF_Version (\S+)/.exec(output)?.[1];
  if (code === 0 && version !== undefined) return version;
  throw new Error(`Cannot load the TensorFlow addon "${addon}":\n${output.trim()}`);
}
