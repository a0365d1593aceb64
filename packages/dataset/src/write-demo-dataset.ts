/**
 * The demo dataset: drawn pictures of ten of Tiny ImageNet's classes as real JPEG files in its layout.
 *
 * For trying everything out where no dataset is there. A picture depends on the seed, its class, its split
 * and its number alone, so a larger demo holds the smaller one.
 */
import { STORED_SIZE } from "@inception-edge/image";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { demoClasses } from "./demo/demo-classes.ts";
import { drawPicture } from "./demo/draw-picture.ts";
import { loadJpegEncoder, type EncodeJpeg } from "./demo/encode-jpeg.ts";
import { createStaging } from "./pack/staging.ts";
import { seededRandom } from "./random.ts";

/** Names the drawings; another number means other pictures, which want another folder. */
export const DEMO_ID = "demo-1";

export interface DemoOptions {
  readonly seed?: number;
  /** Below 50,000. */
  readonly trainPerClass?: number;
  /** Below 50,000. */
  readonly valPerClass?: number;
}

/** Draws the demo dataset into `root`, which appears whole or not at all; does nothing if it is there. */
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
      for (let number = 0; number < trainPerClass; number++) {
        const stream = classIndex * 100_000 + number;
        await writeFile(join(images, `${wnid}_${number}.JPEG`), draw(encodeJpeg, seed, stream));
      }
      for (let number = 0; number < valPerClass; number++) {
        const stream = classIndex * 100_000 + 50_000 + number;
        const name = `val_${classIndex * valPerClass + number}.JPEG`;
        await writeFile(join(staging, "val/images", name), draw(encodeJpeg, seed, stream));
        valLines.push(`${name}\t${wnid}\t0\t0\t${STORED_SIZE - 1}\t${STORED_SIZE - 1}\n`);
      }
    }
    await writeFile(join(staging, "val/val_annotations.txt"), valLines.join(""));
    const wnids = demoClasses.map(({ wnid }) => `${wnid}\n`);
    const words = demoClasses.map(({ wnid, name }) => `${wnid}\t${name}\n`);
    await writeFile(join(staging, "wnids.txt"), wnids.join(""));
    await writeFile(join(staging, "words.txt"), words.join(""));
    await rename(staging, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error; // Another process drew the same pictures first.
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function draw(encodeJpeg: EncodeJpeg, seed: number, stream: number): Uint8Array {
  const random = seededRandom(seed, stream);
  const { draw: drawLayers } = demoClasses[Math.floor(stream / 100_000)]!;
  return encodeJpeg(drawPicture(drawLayers(random), random), STORED_SIZE);
}
