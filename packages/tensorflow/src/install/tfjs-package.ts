/** The installed package tfjs-node-gpu: where it lies, and where it looks for its addon. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The package whose C++ sources the addon is built from. */
export interface TfjsPackage {
  readonly directory: string;
  readonly version: string;
  /** The addon's place: `node-pre-gyp` picks the newest N-API that both sides know, 8. */
  readonly addonPath: string;
}

/** Resolves the package as the trainer's own code does. */
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
