import { appendFile, cp, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { STORED_BYTES } from "@inception-edge/image";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { writeSmallDataset } from "../test/small-dataset.ts";
import { TRAINING_NEEDS } from "./find-shortages.ts";
import { openDataset } from "./open-dataset.ts";
import { packDataset } from "./pack/pack-dataset.ts";
import { prepareDataset, type PreparedDataset, type PrepareOptions } from "./prepare-dataset.ts";

const orange = "train/n07747607/images";
const test = suite("prepareDataset()");

/** Prepares for training, and counts what was decoded for it. */
async function prepare(
  root: string,
  options: PrepareOptions = {},
): Promise<PreparedDataset & { decoded: number }> {
  let decoded = 0;
  const prepared = await prepareDataset(root, {
    cacheDirectory: join(root, "../cache"),
    workers: 1,
    needs: TRAINING_NEEDS,
    onProgress: ({ done }) => (decoded = done),
    ...options,
  });
  return { ...prepared, decoded };
}

/** The lines of the message but for the first. */
async function defectsOf(root: string, options?: PrepareOptions): Promise<string[]> {
  const { message } = await rejectionOf(prepare(root, options));
  return message.split("\n  ").slice(1);
}

/** The wnids of the demo's classes. */
async function wnidsOf(root: string): Promise<string[]> {
  return (await readFile(join(root, "wnids.txt"), "utf8")).trim().split("\n");
}

test("ignores the defects of excluded images, and finds the pack again", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "mine");
    await cp(join(root, orange, "n07747607_0.JPEG"), join(root, orange, "text.JPEG"));
    await truncate(join(root, orange, "n07747607_0.JPEG"));
    await writeFile(join(root, orange, "text.JPEG"), "an orange\n");
    const exclude = [`${orange}/n07747607_0.JPEG`, `${orange}/text.JPEG`];
    const prepared = await prepare(root, { exclude });
    const index = prepared.paths.indexOf(exclude[1]!);
    assert.equal(prepared.excluded, [index]); // The file of zero bytes is not in the pack at all.
    assert.is(prepared.trainCount, 30);
    const pixels = await readFile(prepared.imagesPath);
    const image = pixels.subarray(index * STORED_BYTES, (index + 1) * STORED_BYTES);
    assert.ok(image.every((sample) => sample === 0));
    assert.is((await prepare(root, { exclude })).decoded, 0);
    // Another list does not pass for the one that the pack was made with.
    assert.match(
      (await defectsOf(root, { exclude: exclude.slice(0, 1) })).join(),
      /text\.JPEG" is no/,
    );
    assert.is((await defectsOf(root)).length, 2);
  });
});

test("does not reuse a pack with a black image whose file may be readable now", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "mine");
    const path = join(root, orange, "n07747607_0.JPEG");
    const excluded = `${orange}/n07747607_0.JPEG`;
    const whole = await readFile(path);
    const dataset = await openDataset(root);
    const options = { cacheDirectory: join(folder, "cache"), workers: 1 };
    await truncate(path, 100); // A copy that is not finished.
    const early = await packDataset(dataset, { ...options, exclude: new Set([excluded]) });
    await writeFile(path, whole);
    const packed = await packDataset(dataset, options);
    assert.is.not(packed.fingerprint, early.fingerprint);
    const start = packed.paths.indexOf(excluded) * STORED_BYTES;
    const image = (await readFile(packed.imagesPath)).subarray(start, start + STORED_BYTES);
    assert.ok(image.some((sample) => sample > 0));
  });
});

test("rejects a path to exclude that is not in the dataset, before any work", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "mine");
    const exclude = [`${orange}/n07747607_0.JPEG`, `${orange}/photo`];
    const { message } = await rejectionOf(
      prepare(root, { exclude, onProgress: () => assert.unreachable() }),
    );
    assert.is(
      message,
      `Cannot exclude a path that is not in "mine": "${orange}/photo"; write paths relative to its root, with "/", and in double quotes if they contain " #"`,
    );
  });
});

test("requires two classes, two images of each and one of val", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "mine");
    const [first, ...others] = await wnidsOf(root);
    for (const wnid of others) await rm(join(root, "train", wnid), { recursive: true });
    await writeFile(join(root, "wnids.txt"), `${first}\n`);
    await writeFile(join(root, "val/val_annotations.txt"), "");
    const [keep, ...exclude] = [0, 1, 2].map(
      (number) => `train/${first}/images/${first}_${number}.JPEG`,
    );
    assert.equal(await defectsOf(root, { exclude }), [
      '"wnids.txt" lists 1 class; add classes: at least 2 are needed',
      `"train/${first}/images" has 1 training image; add images: at least 2 are needed, one of them to hold out`,
      '"val/val_annotations.txt" lists 0 validation images; list the images of val/images with their classes',
    ]);
    // What is broken already is not told to be too little as well.
    await truncate(join(root, keep!));
    assert.is((await defectsOf(root, { exclude })).length, 3);
    const measured = { needs: { classes: 1, trainPerClass: 0, val: 0 } };
    assert.is((await prepare(root, { ...measured, exclude: [keep!, ...exclude] })).trainCount, 2);
  });
});

test("accepts text files as editors and PowerShell save them", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "mine");
    for (const file of ["wnids.txt", "words.txt", "val/val_annotations.txt"]) {
      const text = (await readFile(join(root, file), "utf8")).replaceAll("\t", "  ");
      await writeFile(join(root, file), `\uFEFF${text.replaceAll("\n", "\r\n")}`, "utf16le");
    }
    assert.equal([(await prepare(root)).count, (await wnidsOf(root)).length > 0], [50, true]);
  });
});

test("accepts class ids with spaces", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "mine");
    await rename(join(root, "train/n07747607"), join(root, "train/blood orange"));
    for (const file of ["wnids.txt", "words.txt", "val/val_annotations.txt"]) {
      const text = await readFile(join(root, file), "utf8");
      await writeFile(join(root, file), text.replaceAll("n07747607", "blood orange"));
    }
    assert.ok((await prepare(root)).classes.some(({ wnid }) => wnid === "blood orange"));
  });
});

test("accepts accents in either form, as the same dataset", async () => {
  await inTemporaryFolder(async (folder) => {
    const fingerprints: string[] = [];
    for (const [listed, stored] of [
      ["caf\u00e9", "cafe\u0301"],
      ["cafe\u0301", "caf\u00e9"],
    ] as const) {
      const root = await writeSmallDataset(folder, stored);
      await rename(join(root, "train/n07747607"), join(root, "train", stored));
      await rename(join(root, "val/images/val_0.JPEG"), join(root, `val/images/${stored}.JPEG`));
      for (const file of ["wnids.txt", "words.txt", "val/val_annotations.txt"]) {
        const text = (await readFile(join(root, file), "utf8")).replaceAll("n07747607", listed);
        await writeFile(join(root, file), text.replace("val_0.JPEG", `${listed}.JPEG`));
      }
      const exclude = [`train/${listed}/images/n07747607_0.JPEG`];
      const { count, excluded, fingerprint } = await prepare(root, { exclude });
      assert.equal([count, excluded.length], [50, 1]);
      fingerprints.push(fingerprint);
    }
    assert.is(fingerprints[0], fingerprints[1]);
  });
});

test("reports two folders whose names read the same", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "mine");
    const [composed, decomposed] = ["caf\u00e9", "cafe\u0301"];
    for (const name of [composed, decomposed]) {
      await cp(join(root, "train/n07747607"), join(root, "train", name), { recursive: true });
    }
    await appendFile(join(root, "wnids.txt"), composed);
    await appendFile(join(root, "words.txt"), `${composed}\tcafé\n`);
    const [defect, ...others] = await defectsOf(root);
    assert.match(
      defect!,
      /has the same name as another folder, .*; move the images of both into one of them$/,
    );
    assert.equal(others, []);
  });
});

test("keeps spaces at the ends of a file's name", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "mine");
    await rename(join(root, "val/images/val_0.JPEG"), join(root, "val/images/ a.JPEG "));
    const annotations = join(root, "val/val_annotations.txt");
    const text = await readFile(annotations, "utf8");
    await writeFile(annotations, text.replace("val_0.JPEG", " a.JPEG ").replaceAll("\t", " \t "));
    assert.is((await defectsOf(root)).length, 1, "the line's own spaces make it another name");
    await writeFile(annotations, text.replace("val_0.JPEG", " a.JPEG "));
    assert.is((await prepare(root)).count, 50);
  });
});

test("reports labels that several classes share, and continues", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder, "mine");
    await appendFile(join(root, "words.txt"), "n07747607\tbanana\n");
    const notices: string[] = [];
    await prepare(root, { onDataset: (dataset) => notices.push(...dataset.notices) });
    assert.equal(notices, ['2 classes have the label "banana": n07747607, n07753592']);
  });
});

test.run();
