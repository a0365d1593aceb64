/**
 * The demo dataset: drawn images of ten of Tiny ImageNet's classes, as real JPEG files in its layout.
 *
 * For trying everything out without a dataset. An image depends on the seed, its class, its split and its number
 * alone, so a larger demo contains the smaller one.
 */
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createStaging } from "@inception-edge/host";
import { STORED_SIZE } from "@inception-edge/image";
import { loadJpegEncoder } from "@inception-edge/image/encode";
import { demoClasses } from "./demo/demo-classes.ts";
import { drawJpeg } from "./demo/draw-jpeg.ts";

/** The version of the drawings, and the name of their folder: other images need another number. */
export const DEMO_ID = "demo-1";

/** Options of {@link writeDemoDataset}. */
export interface DemoOptions {
  readonly seed?: number;
  /** Below 50,000. */
  readonly trainPerClass?: number;
  /** Below 50,000. */
  readonly valPerClass?: number;
}

/** Numbers of val images start here, whatever the size of train. */
const FIRST_OF_VAL = 50_000;

/**
 * One JPEG for each of the demo's first classes, in none of its splits: free of any license terms, so that they can
 * travel in a bundle as its golden images.
 *
 * @param count at most 10
 */
export async function drawDemoJpegs(count: number): Promise<Uint8Array[]> {
  const encodeJpeg = await loadJpegEncoder(90);
  return Array.from({ length: count }, (_, classIndex) =>
    drawJpeg(encodeJpeg, { seed: 0, classIndex, number: FIRST_OF_VAL - 1 }),
  );
}

/** Draws the demo dataset into `root`, which appears complete or not at all; does nothing if it exists. */
export async function writeDemoDataset(
  root: string,
  { seed = 1, trainPerClass = 200, valPerClass = 50 }: DemoOptions = {},
): Promise<void> {
  const target = resolve(root);
  if (existsSync(target)) return;
  const staging = await createStaging(dirname(target));
  try {
    const encodeJpeg = await loadJpegEncoder(90);
    const valLines: string[] = [];
    await mkdir(join(staging, "val/images"), { recursive: true });
    for (const [classIndex, { wnid }] of demoClasses.entries()) {
      const images = join(staging, "train", wnid, "images");
      await mkdir(images, { recursive: true });
      for (let number = 0; number < trainPerClass; number += 1) {
        const jpeg = drawJpeg(encodeJpeg, { seed, classIndex, number });
        await writeFile(join(images, `${wnid}_${number}.JPEG`), jpeg);
      }
      for (let number = 0; number < valPerClass; number += 1) {
        const jpeg = drawJpeg(encodeJpeg, { seed, classIndex, number: FIRST_OF_VAL + number });
        const name = `val_${classIndex * valPerClass + number}.JPEG`;
        await writeFile(join(staging, "val/images", name), jpeg);
        valLines.push(`${name}\t${wnid}\t0\t0\t${STORED_SIZE - 1}\t${STORED_SIZE - 1}\n`);
      }
    }
    await writeFile(join(staging, "val/val_annotations.txt"), valLines.join(""));
    const wnids = demoClasses.map(({ wnid }) => `${wnid}\n`);
    const words = demoClasses.map(({ wnid, name }) => `${wnid}\t${name}\n`);
    await writeFile(join(staging, "wnids.txt"), wnids.join(""));
    await writeFile(join(staging, "words.txt"), words.join(""));
    await rename(staging, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error; // Another process drew the same images first.
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
