/** Packs, and the files that name a fingerprint, outlive the version that made them. */
import { createHash } from "node:crypto";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DECODER_ID, STORED_BYTES } from "@inception-edge/image";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import type { Dataset } from "../dataset.ts";
import { contentFingerprint, listingKey } from "./listing.ts";
import { readPack, writeIndex } from "./pack-index.ts";

const test = suite("listing");

const former = [
  { wnid: "n01443537", label: "goldfish", name: "goldfish, Carassius auratus" },
  { wnid: "n02123045", label: "tabby", name: "tabby" },
];
const train = [
  { path: "train/n01443537/images/a.JPEG", classIndex: 0, bytes: 10, modifiedMs: 5 },
  { path: "train/n02123045/images/b.JPEG", classIndex: 1, bytes: 20, modifiedMs: 6 },
];
const dataset: Dataset = {
  name: "small",
  root: "/small",
  layout: "tiny-imagenet",
  classes: former.map((each) => ({ id: each.wnid, ...each })),
  train,
  val: [],
  leftOut: [],
  notices: [],
};

function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

test("key and fingerprint of Tiny ImageNet's layout are those from before there were ids", () => {
  const digests = new Uint8Array(64).fill(7);
  assert.is(
    listingKey(dataset),
    sha256(
      JSON.stringify([DECODER_ID, "small", "/small", former]),
      JSON.stringify([train.length, train]),
    ),
  );
  assert.is(
    contentFingerprint(dataset, digests),
    sha256(
      JSON.stringify([DECODER_ID, ["n01443537", "n02123045"]]),
      JSON.stringify([2, train.map(({ path, classIndex }) => [path, classIndex])]),
      digests,
    ),
  );
});

test("a pack from before there were ids is read", () =>
  inTemporaryFolder(async (folder) => {
    const directory = join(folder, "pack");
    await mkdir(directory);
    const imagesPath = join(directory, "images.u8");
    await writeFile(imagesPath, new Uint8Array(2 * STORED_BYTES));
    await writeIndex(directory, {
      version: 1,
      key: "k",
      name: "small",
      count: 2,
      trainCount: 2,
      labels: [0, 1],
      classes: former,
      paths: train.map(({ path }) => path),
      fingerprint: "f",
      decoder: DECODER_ID,
      chunks: [],
      modifiedMs: (await stat(imagesPath)).mtimeMs,
    });
    const pack = await readPack(directory, "k");
    assert.equal(pack?.classes, dataset.classes);
    assert.is(pack?.valFraction, undefined);
    assert.is(pack?.storedSize, 64);
  }));

test.run();
