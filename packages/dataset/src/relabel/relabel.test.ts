import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { STORED_BYTES } from "@inception-edge/image";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { TRAINING_NEEDS } from "../find-shortages.ts";
import {
  prepareDataset,
  valIndices,
  type PreparedDataset,
  type PrepareOptions,
} from "../prepare-dataset.ts";
import { drawDemoJpegs } from "../write-demo-dataset.ts";
import { readRelabelList } from "./read-relabel-list.ts";
import { RelabelError } from "./relabel-error.ts";
import { formatRelabelList, parseRelabelList, type RelabelRow } from "./relabel-list.ts";

const test = suite("relabel list");

const row: RelabelRow = {
  path: "tabby_cat/1.jpg",
  label: "tabby cat",
  suggested: "dog",
  score: 0.01234,
  action: "keep",
  reason: "looks like dog",
};

test("parseRelabelList() reads what formatRelabelList() wrote, in order, without what is kept", () => {
  const paths = ["a, b/1.jpg", 'a/"2".jpg', "a/;3.jpg", " a/4.jpg", "a/ü.jpg"];
  const text = formatRelabelList([
    row,
    ...paths.map((path): RelabelRow => ({ ...row, path, action: "replace" })),
    { ...row, action: "remove" },
  ]);
  assert.match(
    text,
    /^path,label,suggested,score,action,reason\r\n.*,0\.0123,keep,looks like dog\r\n/,
  );
  assert.equal(parseRelabelList(text), [
    ...paths.map((path) => ({ path, label: "tabby cat", to: "dog" })),
    { path: row.path, label: "tabby cat" },
  ]);
});

test("parseRelabelList() takes what spreadsheets and hands write", () => {
  assert.equal(parseRelabelList("path;Action;suggested\n1.jpg; REPLACE ;dog\n2.jpg;;\n"), [
    { path: "1.jpg", to: "dog" },
  ]);
  assert.equal(parseRelabelList("action\tpath\nremove\t1.jpg\n"), [{ path: "1.jpg" }]);
  assert.equal(parseRelabelList("path,action\n"), []);
});

test("parseRelabelList() names the column or the line that is wrong", () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ["path,label\n1.jpg,dog\n", /^has no column "action"; the first line must name/],
    ["path,action\n1.jpg,delete\n", /action "delete" in line 2, wanted keep, replace, remove$/],
    ["path,action\n1.jpg,keep\n1.jpg,replace\n", /"suggested" to replace by in line 3$/],
    ["path,action\n,remove\n", /^has no path in line 2$/],
  ];
  for (const [text, reason] of wrong) {
    assert.throws(
      () => parseRelabelList(text),
      (error: Error) => error instanceof SyntaxError && reason.test(error.message),
    );
  }
});

test("readRelabelList() names the file, and takes UTF-16", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "relabel.csv");
    const missing = await rejectionOf(readRelabelList(path));
    assert.instance(missing, RelabelError);
    assert.match(missing.message, `"${path}": there is no such file; make one with`);
    await writeFile(path, "path\n1.jpg\n");
    assert.match((await rejectionOf(readRelabelList(path))).message, `"${path}": it has no column`);
    await writeFile(path, "\uFEFFpath\taction\r\né.jpg\tremove\r\n", "utf16le");
    assert.equal(await readRelabelList(path), [{ path: "é.jpg" }]);
  });
});

/** Three classes of six images, `tabby_cat/0.jpg` and so on. */
async function writeFolders(root: string): Promise<void> {
  const jpegs = await drawDemoJpegs(6);
  for (const id of ["tabby_cat", "dog", "fish"]) {
    await mkdir(join(root, id), { recursive: true });
    for (const [index, jpeg] of jpegs.entries()) {
      await writeFile(join(root, id, `${index}.jpg`), jpeg);
    }
  }
}

function prepare(root: string, options: PrepareOptions = {}): Promise<PreparedDataset> {
  const cacheDirectory = join(root, "../cache");
  return prepareDataset(root, { cacheDirectory, workers: 1, needs: TRAINING_NEEDS, ...options });
}

function labelsOf({ paths, labels, classes }: PreparedDataset): Record<string, string> {
  return Object.fromEntries(paths.map((path, index) => [path, classes[labels[index]!]!.id]));
}

function valPaths(prepared: PreparedDataset): string[] {
  return [...valIndices(prepared)].map((index) => prepared.paths[index]!).toSorted();
}

test("prepareDataset() changes labels and removes images, of train and of val, and nothing else", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "pets");
    await writeFolders(root);
    const before = await prepare(root);
    const val = valPaths(before);
    const [inVal] = val.filter((path) => path.startsWith("fish/"));
    const removed = before.paths.find((path) => path.startsWith("dog/") && !val.includes(path))!;
    const notices: string[] = [];
    const relabel = [
      { path: "tabby_cat/3.jpg", label: "tabby cat", to: "dog" },
      { path: inVal!, label: "fish", to: "tabby_cat" },
      { path: removed },
    ];
    const after = await prepare(root, {
      relabel,
      exclude: [removed],
      onDataset: (dataset) => notices.push(...dataset.notices),
    });
    const expected = { ...labelsOf(before), "tabby_cat/3.jpg": "dog", [inVal!]: "tabby_cat" };
    delete expected[removed];
    assert.equal(labelsOf(after), expected);
    assert.is(valPaths(after).length, val.length); // Stratified, so it goes by the labels.
    assert.ok(notices.includes("the relabel list replaces 2 labels and removes 1 image"));
    assert.is.not(after.fingerprint, before.fingerprint);
    assert.is((await prepare(root, { relabel })).fingerprint, after.fingerprint);
    assert.is((await prepare(root)).fingerprint, before.fingerprint);
  });
});

test("prepareDataset() gives a relabeled image the pixels of its file", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "pets");
    await writeFolders(root);
    const pixelsOf = async (path: string, options: PrepareOptions = {}): Promise<Buffer> => {
      const { paths, imagesPath } = await prepare(root, options);
      const index = paths.indexOf(path);
      return (await readFile(imagesPath)).subarray(
        index * STORED_BYTES,
        (index + 1) * STORED_BYTES,
      );
    };
    const relabel = [{ path: "fish/0.jpg", to: "dog" }];
    const pixels = await pixelsOf("fish/0.jpg");
    assert.ok(pixels.equals(await pixelsOf("fish/0.jpg", { relabel })));
    assert.not(pixels.equals(await pixelsOf("fish/1.jpg", { relabel })));
  });
});

test("prepareDataset() lists everything in a relabel list that does not fit the dataset", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "pets");
    await writeFolders(root);
    const wrong: readonly (readonly [PrepareOptions["relabel"], RegExp])[] = [
      [
        [{ path: "dog/9.jpg" }],
        /^Cannot relabel "pets": "dog\/9\.jpg" is not in the dataset; correct/,
      ],
      [[{ path: "dog/1.jpg", to: "Fish" }], /"Fish" is not a class of it \(there is "fish"\)/],
      [[{ path: "dog/1.jpg", to: "bird" }], /"bird" is not a class of it;/],
      [
        [{ path: "dog/1.jpg", label: "fish", to: "fish" }],
        /"dog\/1\.jpg" has the label "dog" in the dataset, not "fish"/,
      ],
      [
        [{ path: "dog/1.jpg", to: "fish" }, { path: "dog/1.jpg" }],
        /"dog\/1\.jpg" is listed twice, with different actions/,
      ],
      [
        Array.from({ length: 7 }, (_, index) => ({ path: `bird/${index}.jpg` })),
        /"bird\/4\.jpg" is not in the dataset; and 2 more; correct the list/,
      ],
    ];
    for (const [relabel, reason] of wrong) {
      const error = await rejectionOf(prepare(root, { relabel: relabel! }));
      assert.instance(error, RelabelError);
      assert.match(error.message, reason);
    }
  });
});

test("prepareDataset() says which class a relabel list leaves too small", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "pets");
    await writeFolders(root);
    const relabel = Array.from({ length: 6 }, (_, index) => ({
      path: `fish/${index}.jpg`,
      to: "dog",
    }));
    const { message } = await rejectionOf(prepare(root, { relabel }));
    assert.match(message, /"fish" has 0 training images; add images/);
  });
});

test.run();
