/** A folder with a bundle and an archive of images, for one test. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { runClassify } from "./run-classify.ts";
import { writeSmallBundle } from "./small-bundle.ts";
import { writeSmallImages } from "./small-images.ts";
import type { Ended } from "./start-classify.ts";

export interface ArchiveFolder {
  readonly folder: string;
  /** Runs the program with {@link TEST_FLAGS} and these. */
  readonly classify: (...args: readonly string[]) => Promise<Ended>;
  /** Text of a file in the folder. */
  readonly read: (...path: readonly string[]) => Promise<string>;
}

/** Flags of every run here: the bundle of the folder, the same engine on every machine, one thread. */
export const TEST_FLAGS: readonly string[] = "--bundle bundle --engine litert --threads 1".split(
  " ",
);

/** A merge has no model; a bundle that the test names takes the place of the folder's. */
function withFlags(args: readonly string[]): readonly string[] {
  return args[0] === "merge" ? args : [...TEST_FLAGS, ...args];
}

/** @param count images in `images`, in two folders */
export async function inArchive(
  count: number,
  work: (archive: ArchiveFolder) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    await writeSmallBundle(join(folder, "bundle"));
    await writeSmallImages(join(folder, "images"), count);
    await work({
      folder,
      classify: (...args) => runClassify(withFlags(args), folder),
      read: (...path) => readFile(join(folder, ...path), "utf8"),
    });
  });
}
