/** Where faults are planted: in the drawn demo, with ten images of each class to train on and four in val. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadDecoder } from "@inception-edge/image";
import { loadJpegEncoder } from "@inception-edge/image/encode";
import type { Report } from "../src/report.ts";

export interface PlantedFault {
  readonly plant: (root: string) => Promise<void>;
  /** Ids of all findings, errors first. */
  readonly findings: readonly string[];
  /** A path that the first finding must list. */
  readonly path?: string;
  /** A further condition on the report. */
  readonly holds?: (report: Report) => boolean;
}

export const orange = "train/n07747607/images";
export const first: string = `${orange}/n07747607_0.JPEG`;
/** The first image of val that is an orange. */
export const valOrange = "val/images/val_32.JPEG";

/** Slanted stripes, of another slant in each channel. */
export function stripes(x: number, y: number, channel: number): number {
  return (x * 37 + y * 11 * channel) & 255;
}

/** The first orange, changed and encoded again. */
export async function saveAgain(
  root: string,
  {
    to,
    quality,
    change = (rgb) => rgb,
  }: { to: string; quality: number; change?: (rgb: Uint8Array) => Uint8Array },
): Promise<void> {
  const { rgb } = (await loadDecoder()).decode(await readFile(join(root, first)));
  const changed = change(rgb);
  const rgba = new Uint8Array(64 * 64 * 4).map(
    (_, index) => changed[(index >> 2) * 3 + (index & 3)] ?? 255,
  );
  await writeFile(join(root, to), (await loadJpegEncoder(quality))(rgba, 64));
}
