/** Files that cannot be used do not stop a run; too little that can be used does, with its reason. */
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { avifFixture } from "@inception-edge/testing/images/avif-file";
import { gifFile } from "@inception-edge/testing/images/gif-file";
import { heicFixture } from "@inception-edge/testing/images/heic-file";
import { jpegFixture } from "@inception-edge/testing/images/jpeg-file";
import { pngFile } from "@inception-edge/testing/images/png-file";
import { webpFixture } from "@inception-edge/testing/images/webp-file";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { photo, photos, writeFiles } from "../test/photo-folder.ts";
import { TRAINING_NEEDS } from "./find-shortages.ts";
import {
  prepareDataset,
  valIndices,
  type PreparedDataset,
  type PrepareOptions,
} from "./prepare-dataset.ts";
import { splitPacked } from "./split.ts";

const test = suite("untidy datasets");

type Files = Readonly<Record<string, string | Uint8Array>>;

async function prepared(
  files: Files,
  look: (dataset: PreparedDataset, again: () => Promise<number>) => Promise<void>,
  options: PrepareOptions = {},
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "photos");
    await writeFiles(root, files);
    let decoded = 0;
    const prepare = (): Promise<PreparedDataset> =>
      prepareDataset(root, {
        cacheDirectory: join(folder, "cache"),
        workers: 1,
        needs: TRAINING_NEEDS,
        onProgress: ({ done }) => (decoded = done),
        ...options,
      });
    const dataset = await prepare();
    await look(dataset, async () => {
      decoded = 0;
      await prepare();
      return decoded;
    });
  });
}

/** The lines of the refusal. */
async function refusal(files: Files, options?: PrepareOptions): Promise<string[]> {
  const { message } = await rejectionOf(prepared(files, async () => {}, options));
  return message.split("\n  ").slice(1);
}

const tidy = photos(["cats", "dogs"], 20);
const broken = {
  "cats/cut.png": photo(200).subarray(0, 60),
  "cats/page.jpg": "<!doctype html><title>404 Not Found</title>",
  "dogs/none.jpg": "",
};

test("files that cannot be decoded are left out, with the reason, from every split", () =>
  prepared({ ...tidy, ...broken }, async (dataset, again) => {
    assert.equal(
      dataset.leftOut.map(({ path, message }) => `${path} ${message}`),
      [
        "cats/cut.png is truncated",
        "cats/page.jpg is not a JPEG, PNG, GIF, WebP, AVIF or HEIC image that can be decoded",
        "dogs/none.jpg is empty (0 bytes)",
      ],
    );
    assert.is(dataset.count, 42); // The empty file is not in the pack, the others are black.
    assert.equal(dataset.excluded.map((index) => dataset.paths[index]).toSorted(), [
      "cats/cut.png",
      "cats/page.jpg",
    ]);
    const { excluded } = dataset;
    const { train, heldOut, val } = splitPacked(dataset, {
      heldOutFraction: 0.1,
      seed: 1,
      exclude: excluded,
    });
    const used = new Set([...train, ...heldOut, ...val]);
    assert.is(used.size, 40);
    assert.ok(excluded.every((index) => !used.has(index)));
    assert.equal([...valIndices(dataset)], [...val]);
    assert.is(await again(), 0, "the pack is found again");
  }));

test("--strict refuses them, all at once", async () => {
  assert.equal(await refusal({ ...tidy, ...broken }, { strict: true }), [
    '"dogs/none.jpg" is empty (0 bytes); restore it or delete it',
    '"cats/cut.png" is truncated; restore it or delete it',
    '"cats/page.jpg" is not a JPEG, PNG, GIF, WebP, AVIF or HEIC image that can be decoded; convert it to one of these or delete it',
  ]);
});

test("a pack made without --strict does not pass with it", () =>
  inTemporaryFolder(async (folder) => {
    const root = join(folder, "photos");
    await writeFiles(root, { ...tidy, "cats/cut.png": photo(200).subarray(0, 60) });
    const options = { cacheDirectory: join(folder, "cache"), workers: 1 };
    assert.is((await prepareDataset(root, options)).leftOut.length, 1);
    const { message } = await rejectionOf(prepareDataset(root, { ...options, strict: true }));
    assert.match(message, '"cats/cut.png" is truncated');
    const exclude = ["cats/cut.png"];
    assert.equal((await prepareDataset(root, { ...options, strict: true, exclude })).leftOut, []);
  }));

test("gray, CMYK, transparent, turned, huge, tiny, animated, WebP, AVIF and HEIC images are taken", () => {
  const plain = { bitDepth: 8, sample: (x: number, y: number) => (x * 7 + y) % 256 } as const;
  const odd: Readonly<Record<string, Uint8Array>> = {
    "gray.png": pngFile({ ...plain, width: 9, height: 5, colourType: 0 }),
    "transparent.png": pngFile({ ...plain, width: 9, height: 5, colourType: 6 }),
    "tiny.png": pngFile({ ...plain, width: 1, height: 1, colourType: 2 }),
    "wide.png": pngFile({ ...plain, width: 3000, height: 2, colourType: 2 }),
    "huge.png": pngFile({ width: 6000, height: 4000, colourType: 0, bitDepth: 1, sample: () => 1 }),
    "cmyk.jpg": jpegFixture("CMYK").file,
    "gray.jpg": jpegFixture("grey").file,
    "a.webp": webpFixture("lossy").file,
    "a.gif": gifFile({
      width: 4,
      height: 4,
      palette: new Uint8Array(768).fill(90),
      index: () => 0,
      frames: 3,
    }),
    "a.avif": avifFixture("turned 6").file,
    "IMG_1.HEIC": heicFixture("of tiles, turned").file,
    "a heic.jpg": heicFixture("10 bits").file,
  };
  const files = Object.fromEntries(
    Object.entries(odd).map(([name, bytes]) => [`cats/${name}`, bytes]),
  );
  return prepared({ ...tidy, ...files }, async ({ leftOut, count }) => {
    assert.equal(leftOut, []);
    assert.is(count, 40 + Object.keys(odd).length);
  });
});

test("too little to train on is refused, with what to add", async () => {
  const add = "add images: at least 2 are needed, one of them to hold out";
  assert.equal(await refusal(photos(["cats", "dogs"], 1)), [
    `"cats" has 1 training image; ${add}`,
    `"dogs" has 1 training image; ${add}`,
  ]);
  assert.equal(await refusal(photos(["cats", "dogs"], 2)), [
    '"." has no class with three different images, which it takes to hold one out as val; add images, or a validation split',
  ]);
  assert.equal(await refusal(photos(["cats"], 9)), [
    '"." has 1 class; add classes: at least 2 are needed',
  ]);
  assert.equal(await refusal({ ...tidy, "birds/a.png": photo(1), "birds/b.png": "no image" }), [
    `"birds" has 1 training image; ${add}`,
    '"birds/b.png" is not a JPEG, PNG, GIF, WebP, AVIF or HEIC image that can be decoded; convert it to one of these or delete it',
  ]);
  const splits = { ...photos(["train/cats", "train/dogs"], 3), "val/cats/a.png": "no image" };
  assert.match(
    (await refusal(splits))[0]!,
    '"." has 0 validation images; add images to the validation split',
  );
});

test("a table of which no row can be used says why", async () => {
  const table = "path,label\nIMG_1,cat\nIMG_2,dog\n";
  assert.equal(await refusal({ ...photos(["images"], 3), "labels.csv": table }), [
    '"." has 0 classes; add classes: at least 2 are needed',
    '"labels.csv:2" names "IMG_1", which is missing; write its path relative to the folder of the table',
    '"labels.csv:3" names "IMG_2", which is missing; write its path relative to the folder of the table',
  ]);
});

test("an empty class folder is told and is no class; three images are enough", () =>
  inTemporaryFolder(async (folder) => {
    const root = join(folder, "photos");
    await writeFiles(root, { ...photos(["cats"], 3), ...photos(["dogs"], 3), "birds/.keep": "" });
    const notices: string[] = [];
    const { classes } = await prepareDataset(root, {
      cacheDirectory: join(folder, "cache"),
      workers: 1,
      needs: TRAINING_NEEDS,
      onDataset: (dataset) => notices.push(...dataset.notices),
    });
    assert.is(classes.length, 2);
    assert.equal(notices, [
      '"birds" is empty: not a class',
      '2 classes have fewer than 10 images, too few to learn from or to measure by: "cats" 3, "dogs" 3',
    ]);
  }));

test("a folder without class folders says what is wanted", async () => {
  assert.match(
    (await refusal(photos(["."], 3)))[0]!,
    '"." holds no dataset; give a folder with a folder of images for each class',
  );
});

test.run();
