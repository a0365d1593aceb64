/** A TensorFlow C library that is there to be linked with. */
import { createHash } from "node:crypto";
import { realpath, stat } from "node:fs/promises";
import { libraryLayout, type LibraryLayout } from "./library-layout.ts";

/** Where a library came from. */
export type LibraryOrigin = "LIBTENSORFLOW_DIR" | "wheels" | "stock";

/** A library and where it lies. */
export interface TensorFlowLibrary {
  readonly origin: LibraryOrigin;
  /** Tells libraries apart in the cache: "2.21.0-linux-x64-cpu", "directory-1f0c2a…". */
  readonly key: string;
  readonly directory: string;
  readonly layout: LibraryLayout;
}

/**
 * The library in the folder that the user names, keyed by its place and the library file's size
 * and time, so that another build in the same place is noticed.
 */
export async function userLibrary(directory: string): Promise<TensorFlowLibrary> {
  const layout = libraryLayout(directory);
  if (layout === undefined) {
    throw new Error(
      `Cannot use LIBTENSORFLOW_DIR="${directory}": it holds no TensorFlow C library for ${process.platform}; ` +
        "name the unpacked libtensorflow archive (include/ and lib/) or a folder with an unpacked wheel (tensorflow/), or unset it",
    );
  }
  const place = await realpath(directory);
  const facts = await Promise.all(layout.files.map((file) => stat(file)));
  const identity = [place, ...facts.map(({ size, mtimeMs }) => `${size} ${mtimeMs}`)].join("\n");
  const key = `directory-${createHash("sha256").update(identity).digest("hex").slice(0, 16)}`;
  return { origin: "LIBTENSORFLOW_DIR", key, directory, layout };
}
