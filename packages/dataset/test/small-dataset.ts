/** The demo dataset with few images, in the role of a known dataset of ten classes. */
import { join } from "node:path";
import { demoClasses } from "../src/demo/demo-classes.ts";
import type { DatasetDescription } from "../src/tiny-imagenet.ts";
import { writeDemoDataset } from "../src/write-demo-dataset.ts";

/** A description of what {@link writeSmallDataset} writes. */
export const SMALL: DatasetDescription = {
  name: "small-imagenet",
  wnids: demoClasses.map(({ wnid }) => wnid),
  trainPerClass: 3,
  valPerClass: 2,
};

/** Writes 30 + 20 images and returns the dataset's root. */
export async function writeSmallDataset(
  folder: string,
  name: string = SMALL.name,
): Promise<string> {
  const root = join(folder, name);
  const { trainPerClass, valPerClass } = SMALL;
  await writeDemoDataset(root, { trainPerClass, valPerClass });
  return root;
}
