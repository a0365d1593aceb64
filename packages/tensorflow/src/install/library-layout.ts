/**
 * Finds the parts of a TensorFlow C library in a folder, in any of the usual layouts. It looks only at file names;
 * building the addon shows whether the library loads.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The parts of a library, as absolute paths. */
export interface LibraryLayout {
  /** Holds `tensorflow/c/c_api.h`. */
  readonly include: string;
  /** Holds the shared libraries; goes into the addon's run path. */
  readonly lib: string;
  /** The shared libraries to link with, the main one first. */
  readonly files: readonly [string, ...string[]];
}

const FOLDERS = [
  { lib: "tensorflow", include: "tensorflow/include" }, // unpacked wheels, a Python's site-packages
  { lib: ".", include: "include" }, // the folder `tensorflow` of a wheel
  { lib: "lib", include: "include" }, // the official libtensorflow archive, Conda
] as const;

const LIBRARIES = ["libtensorflow_cc", "libtensorflow"] as const;

/** The layout of the library in `directory`, or `undefined` if it holds none for `platform`. */
export function libraryLayout(
  directory: string,
  platform: NodeJS.Platform = process.platform,
): LibraryLayout | undefined {
  const fileName = (library: string): string =>
    platform === "darwin" ? `${library}.2.dylib` : `${library}.so.2`;

  for (const folders of FOLDERS) {
    const lib = join(directory, folders.lib);
    const include = join(directory, folders.include);
    if (!existsSync(join(include, "tensorflow", "c", "c_api.h"))) continue;
    const main = LIBRARIES.map((library) => join(lib, fileName(library))).find(existsSync);
    if (main === undefined) continue;
    // A monolithic build has no separate framework library.
    const framework = join(lib, fileName("libtensorflow_framework"));
    return { include, lib, files: existsSync(framework) ? [main, framework] : [main] };
  }
  return undefined;
}
