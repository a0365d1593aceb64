/** The installed package tfjs-node-gpu: its folder, and where it looks for its addon. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The package whose C++ sources the addon is built from. */
export interface TfjsPackage {
  readonly directory: string;
  readonly version: string;
  /** Where it loads the addon from: `node-pre-gyp` picks the newest N-API that both sides support, 8. */
  readonly addonPath: string;
}

/** Finds the package as an import from this file would. */
export function tfjsPackage(): TfjsPackage {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("@tensorflow/tfjs-node-gpu/package.json");
  const { version } = require(manifest) as { version: string };
  const directory = dirname(manifest);
  return {
    directory,
    version,
    addonPath: join(directory, "lib", `napi-v${NAPI_VERSION}`, "tfjs_binding.node"),
  };
}

/** The highest of the package's `binary.napi_versions`; every Node since 12.19 has it. */
export const NAPI_VERSION = 8;
