/** A TensorFlow C library on this machine. */
import { createHash } from "node:crypto";
import { realpath, stat } from "node:fs/promises";
import { libraryLayout, type LibraryLayout } from "./library-layout.ts";

/** Where a library came from. */
export type LibraryOrigin = "LIBTENSORFLOW_DIR" | "wheels" | "stock";

/** A library and its location. */
export interface TensorFlowLibrary {
  readonly origin: LibraryOrigin;
  /** Identifies the library in the cache: "2.21.0-linux-x64-cpu", "directory-1f0c2a…". */
  readonly key: string;
  readonly directory: string;
  readonly layout: LibraryLayout;
}

/**
 * The library in the folder that the user names. Its key depends on the path and on the files' sizes and times, so that
 * another build at the same path is noticed.
 */
export async function userLibrary(directory: string): Promise<TensorFlowLibrary> {
  const layout = libraryLayout(directory);
  if (layout === undefined) {
    throw new Error(
      `Cannot use LIBTENSORFLOW_DIR="${directory}": it holds no TensorFlow C library for ${process.platform}; ` +
        "name the unpacked libtensorflow archive (include/ and lib/) or a folder with an unpacked wheel (tensorflow/), or unset it",
    );
  }
  const path = await realpath(directory);
  const facts = await Promise.all(layout.files.map((file) => stat(file)));
  const identity = [path, ...facts.map(({ size, mtimeMs }) => `${size} ${mtimeMs}`)].join("\n");
  const key = `directory-${createHash("sha256").update(identity).digest("hex").slice(0, 16)}`;
  return { origin: "LIBTENSORFLOW_DIR", key, directory, layout };
}
