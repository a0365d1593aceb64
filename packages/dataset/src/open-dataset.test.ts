import { appendFile, cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { SMALL, writeSmallDataset } from "../test/small-dataset.ts";
import { openDataset } from "./open-dataset.ts";

const open = suite("open-dataset");

open("openDataset() reads classes, labels and both splits in a stable order", async () => {
  await inTemporaryFolder(async (folder) => {
    const dataset = await openDataset(await writeSmallDataset(folder), { known: SMALL });
    assert.is(dataset.name, "small-imagenet");
    assert.is(dataset.classes.length, 10);
    assert.equal(dataset.classes[0], {
      id: "n02165456",
      wnid: "n02165456",
      label: "ladybug",
      name: "ladybug, ladybeetle, lady beetle, ladybird, ladybird beetle",
    });
    assert.is(dataset.train.length, 30);
    assert.is(dataset.train[29]!.path, "train/n07753592/images/n07753592_2.JPEG");
    assert.equal(
      dataset.train.map(({ classIndex }) => classIndex),
      Array.from({ length: 30 }, (_, index) => Math.floor(index / 3)),
    );
    assert.equal(
      dataset.val.map(({ classIndex }) => classIndex),
      Array.from({ length: 20 }, (_, index) => Math.floor(index / 2)),
    );
    assert.ok(dataset.val.every(({ path }) => /^val\/images\/val_\d+\.JPEG$/.test(path)));
    assert.equal(dataset.notices, []);
  });
});

open("openDataset() accepts a folder with any number of its own classes", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "pets");
    await rename(join(root, "train/n02165456"), join(root, "train/cat"));
    for (const file of ["wnids.txt", "words.txt", "val/val_annotations.txt"]) {
      const text = await readFile(join(root, file), "utf8");
      await writeFile(join(root, file), text.replaceAll("n02165456", "cat"));
    }
    const dataset = await openDataset(root);
    assert.is(dataset.classes[0]?.wnid, "cat");
    assert.is(dataset.train.length, 30);
  });
});

open("openDataset() ignores system files", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const litter = ["train/.DS_Store", "train/n07747607/images/._x.JPEG", "val/images/Thumbs.db"];
    for (const path of litter) await writeFile(join(root, path), "litter");
    assert.is((await openDataset(root, { known: SMALL })).train.length, 30);
  });
});

open("openDataset() reads text files with Windows line ends and a byte order mark", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    for (const file of ["wnids.txt", "words.txt", "val/val_annotations.txt"]) {
      const text = await readFile(join(root, file), "utf8");
      await writeFile(join(root, file), `\uFEFF${text.replaceAll("\n", "\r\n")}\r\n`);
    }
    assert.is((await openDataset(root, { known: SMALL })).val.length, 20);
  });
});

open(
  "openDataset() accepts a known dataset with fewer validation images, with a notice",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const root = await writeSmallDataset(folder);
      const lines = (await readFile(join(root, "val/val_annotations.txt"), "utf8")).split("\n");
      await writeFile(join(root, "val/val_annotations.txt"), lines.slice(0, 15).join("\n"));
      const dataset = await openDataset(root, { known: SMALL });
      assert.is(dataset.val.length, 15);
      assert.equal(dataset.notices, [
        "val lists 15 of the 20 official validation images",
        "5 files in val/images are not in val_annotations.txt: left out",
      ]);
    });
  },
);

open("openDataset() compares a renamed folder with the known dataset by its classes", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "renamed");
    await rm(join(root, "train/n07747607/images/n07747607_0.JPEG"));
    assert.is((await openDataset(root)).train.length, 29); // Ten of 200 classes claim nothing.
    const { message } = await rejectionOf(openDataset(root, { known: SMALL }));
    assert.match(message, "holds 2 images, not 3");
  });
});

open("openDataset() rejects paths that lead out of the dataset", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "pets");
    await appendFile(join(root, "val/val_annotations.txt"), "../../secret.JPEG\tn07747607\n");
    await appendFile(join(root, "wnids.txt"), "../n07747607\n");
    const { message } = await rejectionOf(openDataset(root));
    assert.match(message, '"val/val_annotations.txt:21" says "../../secret.JPEG');
    assert.match(message, '"wnids.txt:11" says "../n07747607"');
  });
});

open("openDataset() does not depend on where the folder is", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    await mkdir(join(folder, "elsewhere"));
    await cp(root, join(folder, "elsewhere/small-imagenet"), { recursive: true });
    const here = await openDataset(root);
    const there = await openDataset(join(folder, "elsewhere/small-imagenet"));
    assert.equal(
      here.train.map(({ path, bytes }) => [path, bytes]),
      there.train.map(({ path, bytes }) => [path, bytes]),
    );
  });
});

open.run();
