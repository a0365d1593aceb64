/** A starter folder to try one's own images with: a folder for each class, to be replaced one by one. */
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createStaging } from "@inception-edge/host";
import { loadJpegEncoder } from "@inception-edge/image/encode";
import { demoClasses } from "./demo/demo-classes.ts";
import { drawJpeg } from "./demo/draw-jpeg.ts";

/** Images of each class: enough to see everything work, and few enough to look at. */
const IMAGES_PER_CLASS = 10;

/** The demo draws with another seed, so no drawing is in both. */
const SEED = 2;

/**
 * Writes ten drawings of each of the demo's classes into `root`, which appears complete or not at all.
 *
 * @returns the names of the classes' folders, sorted
 * @throws {Error} if `root` exists
 */
export async function writeStarter(root: string): Promise<readonly string[]> {
  const target = resolve(root);
  if (existsSync(target)) {
    throw new Error(`Cannot write a starter folder to "${target}": it exists; give a new name`);
  }
  const names = demoClasses.map(({ name }) => name.split(",")[0]!.replaceAll(" ", "_"));
  const staging = await createStaging(dirname(target));
  try {
    const encodeJpeg = await loadJpegEncoder(90);
    for (const [classIndex, name] of names.entries()) {
      await mkdir(join(staging, name));
      for (let number = 1; number <= IMAGES_PER_CLASS; number += 1) {
        const jpeg = drawJpeg(encodeJpeg, { seed: SEED, classIndex, number });
        await writeFile(join(staging, name, `${name}_${number}.jpg`), jpeg);
      }
    }
    await rename(staging, target);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return names.toSorted();
}
