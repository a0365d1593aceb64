/** Writes a dataset that can be learned in a few steps: red, green and blue squares, 12 + 2 of each. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pngFile } from "@inception-edge/testing/images/png-file";

const SIZE = 64;
const classes = [
  { wnid: "s0000", label: "red" },
  { wnid: "s0001", label: "green" },
  { wnid: "s0002", label: "blue" },
] as const;

export async function writeSquares(root: string): Promise<void> {
  const val = join(root, "val", "images");
  await mkdir(val, { recursive: true });
  const annotations: string[] = [];
  for (const [color, { wnid }] of classes.entries()) {
    const square = pngFile({
      width: SIZE,
      height: SIZE,
      colourType: 2,
      bitDepth: 8,
      sample: (_x, _y, channel) => (channel === color ? 255 : 0),
    });
    const train = join(root, "train", wnid, "images");
    await mkdir(train, { recursive: true });
    for (let number = 0; number < 12; number += 1) {
      await writeFile(join(train, `${wnid}_${number}.png`), square);
    }
    for (const name of [`${wnid}_a.png`, `${wnid}_b.png`]) {
      await writeFile(join(val, name), square);
      annotations.push(`${name}\t${wnid}\t0\t0\t${SIZE - 1}\t${SIZE - 1}\n`);
    }
  }
  await writeFile(join(root, "val", "val_annotations.txt"), annotations.join(""));
  await writeFile(join(root, "wnids.txt"), classes.map(({ wnid }) => `${wnid}\n`).join(""));
  const words = classes.map(({ wnid, label }) => `${wnid}\t${label}\n`);
  await writeFile(join(root, "words.txt"), words.join(""));
}
