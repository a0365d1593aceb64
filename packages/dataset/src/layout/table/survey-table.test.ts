/** Tables of images, as people and programs write them. */
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { photo, photos, writeFiles } from "../../../test/photo-folder.ts";
import type { Dataset } from "../../dataset.ts";
import { openDataset } from "../../open-dataset.ts";

const test = suite("surveyTable()");

const images = photos(["img"], 6);

/** Writes six images, `img/0.png` to `img/5.png`, and a table; opens the table, or the folder. */
async function opened(
  table: string,
  text: string | Uint8Array,
  path: string = table,
): Promise<Dataset> {
  let dataset: Dataset | undefined;
  await inTemporaryFolder(async (folder) => {
    await writeFiles(folder, { "outside.png": photo(99) });
    await writeFiles(join(folder, "set"), {
      ...images,
      "img/caf\u00e9.png": photo(50),
      [table]: text,
    });
    dataset = await openDataset(join(folder, "set", path));
  });
  return dataset!;
}

const rowsOf = ({ classes, train, val }: Dataset): string[] =>
  [
    ...train.map((image) => ({ ...image, split: "train" })),
    ...val.map((image) => ({ ...image, split: "val" })),
  ].map(({ path, classIndex, split }) => `${path} ${classes[classIndex]!.id} ${split}`);

const EXPECTED = [
  "img/0.png cat train",
  "img/2.png cat train",
  "img/1.png dog train",
  "img/3.png dog val",
];

const FORMS: Readonly<Record<string, readonly [file: string, text: string]>> = {
  "CSV with a split": [
    "a.csv",
    "path,label,split\nimg/0.png,cat,train\nimg/1.png,dog,\nimg/2.png,cat,Training\nimg/3.png,dog,valid\n",
  ],
  "columns of other names, in another order, in quotes, with Windows' line ends": [
    "a.csv",
    '\uFEFF"Class","Set","File Name"\r\n"cat","train","img/0.png"\r\n"dog","train","./img/1.png"\r\n"cat","train","img\\2.png"\r\n"dog","test","img/3.png"\r\n',
  ],
  semicolons: [
    "a.csv",
    "filename;category;subset\nimg/0.png;cat;train\nimg/1.png;dog;train\nimg/2.png;cat;train\nimg/3.png;dog;val\n",
  ],
  tabs: [
    "a.tsv",
    "image\tlabel\tsplit\nimg/0.png\tcat\ttrain\nimg/1.png\tdog\ttrain\nimg/2.png\tcat\ttrain\nimg/3.png\tdog\tval\n",
  ],
  "no header": ["a.csv", "img/0.png,cat\nimg/1.png,dog\nimg/2.png,cat\nimg/3.png,dog,val\n"],
  "JSON Lines": [
    "a.jsonl",
    '{"file_name":"img/0.png","label":"cat"}\n\n{"file_name":"img/1.png","label":"dog","split":"train"}\n{"file_name":"img/2.png","label":"cat"}\n{"file_name":"img/3.png","label":"dog","split":"val"}\n',
  ],
};

for (const [what, [file, text]] of Object.entries(FORMS)) {
  test(`reads ${what}`, async () => {
    const dataset = await opened(file, text);
    assert.equal(rowsOf(dataset), EXPECTED);
    assert.equal([dataset.layout, dataset.name], ["table", "a"]);
    assert.equal(dataset.leftOut, []);
  });
}

test("a table without a header is known by any extension of an image", async () => {
  for (const extension of [".jfif", ".JPE", ".pjpeg", ".WebP", ".avif"]) {
    await inTemporaryFolder(async (folder) => {
      const table = `img/0${extension},cat\nimg/1${extension},dog\n`;
      await writeFiles(folder, { ...photos(["img"], 2, extension), "a.csv": table });
      assert.equal(
        rowsOf(await openDataset(join(folder, "a.csv"))),
        [`img/0${extension} cat train`, `img/1${extension} dog train`],
        extension,
      );
    });
  }
});

test("labels.csv and metadata.jsonl are found in a folder, and named after it", async () => {
  const { layout, name, valFraction } = await opened(
    "labels.csv",
    "path,label\nimg/0.png,a\nimg/1.png,b\n",
    ".",
  );
  assert.equal([layout, name, valFraction], ["table", "set", 0.15]);
  const lines = '{"file_name":"img/0.png","label":0}\n{"file_name":"img/1.png","label":1}\n';
  assert.equal(rowsOf(await opened("metadata.jsonl", lines, ".")), [
    "img/0.png 0 train",
    "img/1.png 1 train",
  ]);
});

test("a class has an id, and labels of its own", async () => {
  const text = 'path,class,label\nimg/0.png,tabby_cat,"Tabby, a cat"\nimg/1.png,some_dog,\n';
  assert.equal((await opened("a.csv", text)).classes, [
    { id: "some_dog", label: "some dog", name: "some dog" },
    { id: "tabby_cat", label: "Tabby", name: "Tabby, a cat" },
  ]);
});

test("a test split beside val is not used, and a class that train lacks is left out", async () => {
  const rows = [
    "0.png,cat,train",
    "1.png,dog,train",
    "2.png,cat,test",
    "3.png,dog,val",
    "4.png,emu,val",
  ];
  const text = `path,label,split\n${rows.map((row) => `img/${row}\n`).join("")}`;
  const dataset = await opened("a.csv", text);
  assert.equal(rowsOf(dataset), [
    "img/0.png cat train",
    "img/1.png dog train",
    "img/3.png dog val",
  ]);
  assert.is(dataset.notices[0], 'the split "test" is not used: "val" is the validation split');
  assert.equal(
    dataset.leftOut.map(({ path, message }) => `${path} ${message}`),
    ['a.csv:6 labels "img/4.png" as "emu", a class that train does not have'],
  );
});

test("a column id is that of the image, not of its class", async () => {
  const text = "id,path,label\n17,img/0.png,cat\n18,img/1.png,cat\n19,img/2.png,dog\n";
  assert.equal(
    (await opened("a.csv", text)).classes.map(({ id }) => id),
    ["cat", "dog"],
  );
});

test("rows that cannot be used are left out, with their lines", async () => {
  const text = [
    "path,label,split",
    "img/0.png,cat,train",
    "img/0.png,dog,train",
    "img/1.png,,train",
    ",dog,train",
    "img/9.png,dog,train",
    "IMG/4.PNG,dog,train",
    "img/2.png,dog,maybe",
    "img/cafe\u0301.png,dog,train",
  ].join("\n");
  const dataset = await opened("a.csv", text);
  assert.equal(rowsOf(dataset), [
    "img/0.png cat train",
    "img/4.png dog train",
    "img/caf\u00e9.png dog train",
  ]);
  assert.equal(
    dataset.leftOut.map(({ path, message, cure }) => `${path} ${message}; ${cure}`),
    [
      'a.csv:3 lists "img/0.png" again as "dog", and in line 2 as "cat"; keep the right line',
      'a.csv:4 has no label for "img/1.png"; add it',
      "a.csv:5 has no path; add it",
      'a.csv:6 names "img/9.png", which is missing; write its path relative to the folder of the table',
      'a.csv:8 has the split "maybe"; write "train" or "val"',
    ],
  );
});

test("a table that is named may lead out of its folder, one that came with a folder not", async () => {
  const text = "path,label\nimg/0.png,cat\n../outside.png,dog\n";
  assert.equal(rowsOf(await opened("labels.csv", text)), [
    "img/0.png cat train",
    "../outside.png dog train",
  ]);
  const found = await opened("labels.csv", text, ".");
  assert.equal(rowsOf(found), ["img/0.png cat train"]);
  assert.match(found.leftOut[0]!.message, 'names "../outside.png", which is not in the folder');
});

test("says what is wrong with the table itself", async () => {
  const faults: Readonly<Record<string, string>> = {
    "name,where\na,b\n": '"a.csv" has the columns "name", "where"; name its columns path (or file,',
    "": '"a.csv" has no rows; name its columns path',
  };
  for (const [text, message] of Object.entries(faults)) {
    assert.match((await rejectionOf(opened("a.csv", text))).message, message);
  }
  const { message } = await rejectionOf(
    opened("a.jsonl", '{"path":"img/0.png","label":"a"}\nimg/1.png b\n'),
  );
  assert.match(message, '"a.jsonl" has no JSON object in line 2: "img/1.png b"; correct it');
  const utf16 = Buffer.from("\uFEFFpath,label\nimg/0.png,cat\nimg/1.png,dog\n", "utf16le");
  assert.is((await opened("a.csv", utf16)).classes.length, 2);
});

test.run();
