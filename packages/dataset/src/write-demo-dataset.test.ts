import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { demoClasses } from "./demo/demo-classes.ts";
import { openDataset } from "./open-dataset.ts";
import { packDataset } from "./pack/pack-dataset.ts";
import { splitPacked } from "./split.ts";
import { TINY_IMAGENET } from "./tiny-imagenet.ts";
import { writeDemoDataset } from "./write-demo-dataset.ts";

const demo = suite("write-demo-dataset");

demo("writeDemoDataset() uses ten of Tiny ImageNet's classes in ascending order", () => {
  const wnids = demoClasses.map(({ wnid }) => wnid);
  assert.is(wnids.length, 10);
  assert.equal(wnids, wnids.toSorted());
  assert.ok(wnids.every((wnid) => TINY_IMAGENET.wnids.includes(wnid)));
});

demo(
  "writeDemoDataset() writes the same bytes for the same seed and others for another",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const size = { trainPerClass: 2, valPerClass: 1 };
      await writeDemoDataset(join(folder, "a"), size);
      await writeDemoDataset(join(folder, "b"), size);
      await writeDemoDataset(join(folder, "c"), { ...size, seed: 2 });
      const [a, b, c] = await Promise.all(
        ["a", "b", "c"].map((name) => hashOf(join(folder, name))),
      );
      assert.is(a, b);
      assert.is.not(a, c);
    });
  },
);

demo("writeDemoDataset() draws a smaller demo as part of a larger one", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeDemoDataset(join(folder, "a"), { trainPerClass: 1, valPerClass: 1 });
    await writeDemoDataset(join(folder, "b"), { trainPerClass: 2, valPerClass: 1 });
    const image = "train/n07747607/images/n07747607_0.JPEG";
    const [a, b] = await Promise.all(["a", "b"].map((name) => readFile(join(folder, name, image))));
    assert.equal(a, b);
  });
});

demo(
  "writeDemoDataset() does not change an existing folder, and leaves no staging folder",
  async () => {
    await inTemporaryFolder(async (folder) => {
      await writeDemoDataset(join(folder, "a"), { trainPerClass: 1, valPerClass: 1 });
      await writeDemoDataset(join(folder, "a"), { trainPerClass: 2, valPerClass: 1 });
      assert.is((await openDataset(join(folder, "a"))).train.length, 10);
      assert.equal(await readdir(folder), ["a"]);
    });
  },
);

demo(
  "writeDemoDataset() draws classes that mean color cannot classify: below 40 % of 500",
  async () => {
    await inTemporaryFolder(async (folder) => {
      await writeDemoDataset(join(folder, "demo"));
      const dataset = await openDataset(join(folder, "demo"));
      const packed = await packDataset(dataset, { cacheDirectory: join(folder, "cache") });
      const { train, val } = splitPacked(packed, { heldOutFraction: 0, seed: 1 });
      assert.equal([train.length, val.length], [2000, 500]);

      const pixels = await readFile(packed.imagesPath);
      const colors = Array.from({ length: packed.count }, (_, index) => meanColor(pixels, index));
      const centers = packed.classes.map((_, label) =>
        average(
          [...train].filter((index) => packed.labels[index] === label).map((i) => colors[i]!),
        ),
      );
      const right = val.filter(
        (index) => nearest(centers, colors[index]!) === packed.labels[index],
      );
      const accuracy = right.length / val.length; // 0.19 with seed 1; chance is 0.1
      assert.ok(accuracy < 0.4, `nearest mean color is right in ${accuracy}`);
    });
  },
);

type Vector = readonly number[];

function meanColor(pixels: Uint8Array, index: number): Vector {
  const sums = [0, 0, 0];
  const image = pixels.subarray(index * 64 * 64 * 3, (index + 1) * 64 * 64 * 3);
  for (const [sample, value] of image.entries()) sums[sample % 3]! += value / (64 * 64);
  return sums;
}

function average(vectors: readonly Vector[]): Vector {
  return [0, 1, 2].map(
    (axis) => vectors.reduce((sum, vector) => sum + vector[axis]!, 0) / vectors.length,
  );
}

function nearest(centers: readonly Vector[], point: Vector): number {
  const distances = centers.map((center) =>
    center.reduce((sum, value, axis) => sum + (value - point[axis]!) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

async function hashOf(root: string): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted())
    hash.update(file.slice(root.length)).update(await readFile(file));
  return hash.digest("hex");
}

demo.run();
