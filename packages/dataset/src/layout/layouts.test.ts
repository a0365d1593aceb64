/** What each layout is recognized by, and what is read of it. */
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { photo, photos, writeFiles } from "../../test/photo-folder.ts";
import type { Dataset } from "../dataset.ts";
import { describeDataset, openDataset } from "../open-dataset.ts";

const test = suite("layouts");

/** Opens a dataset of these files. */
async function opened(
  files: Readonly<Record<string, string | Uint8Array>>,
  look: (dataset: Dataset, root: string) => Promise<void> | void,
  path = "",
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "my photos");
    await writeFiles(root, files);
    await look(await openDataset(join(root, path)), root);
  });
}

const ids = ({ classes }: Dataset): string[] => classes.map(({ id }) => id);
const pathsOf = ({ train, val }: Dataset): string[] => [...train, ...val].map(({ path }) => path);
const reasons = ({ leftOut }: Dataset): string[] =>
  leftOut.map(({ path, message }) => `${path} ${message}`);

const splits = {
  ...photos(["train/cats", "train/dogs"], 4),
  ...photos(["val/cats", "val/dogs"], 2),
};

test("a folder for each class: 15 % of each will be held out as val", () =>
  opened(photos(["Tabby_cats", "dogs"], 20), (dataset) => {
    assert.is(
      describeDataset(dataset),
      "A folder for each class: 2 classes, 40 images, no validation split: 15 % held out as val",
    );
    assert.equal(dataset.classes, [
      { id: "Tabby_cats", label: "Tabby cats", name: "Tabby cats" },
      { id: "dogs", label: "dogs", name: "dogs" },
    ]);
    assert.equal([dataset.train.length, dataset.val.length, dataset.valFraction], [40, 0, 0.15]);
  }));

for (const [train, val] of [
  ["train", "val"],
  ["train", "valid"],
  ["Training", "Validation"],
  ["TRAIN", "Test"],
] as const) {
  const files = {
    ...photos([`${train}/cats`, `${train}/dogs`], 4),
    ...photos([`${val}/cats`, `${val}/DOGS`], 2),
  };
  test(`splits called ${train} and ${val}, their classes in any case`, () =>
    opened(files, (dataset) => {
      assert.is(dataset.layout, "split-folders");
      assert.equal(
        [dataset.train.length, dataset.val.length, dataset.valFraction],
        [8, 4, undefined],
      );
      assert.equal(ids(dataset), ["cats", "dogs"]);
    }));
}

test("a test split beside val is not used, and train alone is split", async () => {
  await opened({ ...splits, ...photos(["test/cats"], 3) }, (dataset) => {
    assert.is(dataset.val.length, 4);
    assert.equal(dataset.notices.slice(0, 1), [
      '"test" is not used: the validation split is "val"',
    ]);
  });
  await opened(
    { ...photos(["train/cats", "train/dogs"], 20), "test/1.png": photo(1) },
    (dataset) => {
      assert.equal([dataset.train.length, dataset.valFraction], [40, 0.15]);
      assert.equal(dataset.notices, ['"test" holds no class folders: not used']);
    },
  );
});

test("a class of val that train does not have is left out", () =>
  opened({ ...splits, ...photos(["val/birds"], 3) }, (dataset) => {
    assert.equal(ids(dataset), ["cats", "dogs"]);
    assert.equal(reasons(dataset), ["val/birds is a class that train does not have"]);
  }));

test("a class may be called train", () =>
  opened(photos(["bus", "train", "tram"], 4), (dataset) => {
    assert.equal(ids(dataset), ["bus", "train", "tram"]);
  }));

test("Tiny ImageNet's val sorted into class folders, as torchvision's readers want it", () =>
  opened(
    {
      ...photos(["train/n01443537/images", "train/n02123045/images"], 4),
      ...photos(["val/n01443537/images", "val/n02123045/images"], 2),
      "wnids.txt": "n01443537\nn02123045\n",
      "words.txt": "n01443537\tgoldfish, Carassius auratus\nn02123045\ttabby\n",
    },
    (dataset) => {
      assert.equal([dataset.train.length, dataset.val.length], [8, 4]);
      assert.equal(dataset.classes[0], {
        id: "n01443537",
        wnid: "n01443537",
        label: "goldfish",
        name: "goldfish, Carassius auratus",
      });
    },
  ));

test("class folders are nested, extensions in any case, system files passed over, bytes decide", () =>
  opened(
    {
      "cats/2023/May 1/a.PNG": photo(1),
      "cats/b.JPG": photo(2),
      "cats/c": photo(3),
      "cats/.DS_Store": "x",
      "cats/Thumbs.db": "x",
      "cats/@eaDir/d.png": photo(4),
      "cats/notes.txt": "two cats",
      "cats/IMG_1.HEIC": photo(8),
      "cats/IMG_1.MOV": Uint8Array.from(Buffer.from("\0\0\0\x14ftypqt  \0\0\0\0qt  ", "latin1")),
      "cats/scan.tif": "II*\0",
      "dogs/e.png": photo(5),
      "dogs/f.png": photo(6),
      "__MACOSX/cats/._a.PNG": "x",
      "README.md": "mine",
      "loose.png": photo(7),
    },
    (dataset) => {
      assert.equal(ids(dataset), ["cats", "dogs"]);
      assert.equal(pathsOf(dataset).toSorted(), [
        "cats/2023/May 1/a.PNG",
        "cats/IMG_1.HEIC",
        "cats/b.JPG",
        "cats/c",
        "dogs/e.png",
        "dogs/f.png",
      ]);
      assert.equal(reasons(dataset), [
        "cats/IMG_1.MOV is a video, which is not decoded",
        "cats/notes.txt is not a JPEG, PNG, GIF, WebP, AVIF or HEIC image that can be decoded",
        "cats/scan.tif is TIFF, which is not decoded",
        "loose.png lies beside the class folders, so that it has no class",
      ]);
    },
  ));

test("links are followed once: to images, to folders, and not to themselves or upwards", () =>
  inTemporaryFolder(async (folder) => {
    const root = join(folder, "photos");
    await writeFiles(folder, { ...photos(["elsewhere/more"], 3), ...photos(["photos/cats"], 3) });
    await mkdir(join(root, "dogs"));
    const links = {
      birds: "../elsewhere",
      "dogs/a.png": "../cats/0.png",
      "dogs/b.png": "../cats/1.png",
      emus: "/nowhere",
      "dogs/gone.png": "/nowhere/x.png",
      "dogs/loop.png": "loop.png",
      "dogs/loop": "loop",
      "dogs/up": "..",
      "dogs/cats": "../cats",
    };
    for (const [path, target] of Object.entries(links)) await symlink(target, join(root, path));
    const dataset = await openDataset(root);
    assert.equal(ids(dataset), ["birds", "cats", "dogs"]);
    assert.is(dataset.train.length + dataset.val.length, 8);
    assert.equal(reasons(dataset), [
      "dogs/cats leads to a folder that is read already",
      "dogs/gone.png is a link to a missing file",
      "dogs/loop is a link that leads back to itself",
      "dogs/loop.png is a link that leads back to itself",
      "dogs/up leads to a folder that is read already",
      "emus is a link that leads nowhere",
    ]);
  }));

test("names with spaces, quotes, unicode and 255 bytes; both spellings of an accent are one class", () => {
  const long = `${"x".repeat(251)}.png`;
  return opened(
    {
      [`it's a "cat"/${long}`]: photo(1),
      'it\'s a "cat"/a\nb #1.png': photo(2),
      "caf\u00e9/1.png": photo(3),
      "cafe\u0301/2.png": photo(4),
      "猫 🐱/ 1 .png": photo(5),
      "猫 🐱/2.png": photo(6),
    },
    (dataset) => {
      assert.equal(ids(dataset), ["caf\u00e9", 'it\'s a "cat"', "猫 🐱"]);
      assert.is(dataset.train.length, 6);
      assert.equal(reasons(dataset), []);
    },
  );
});

test("classes that differ only in case are told", () =>
  opened(photos(["Cats", "cats", "dogs"], 10), (dataset) => {
    assert.equal(ids(dataset), ["Cats", "cats", "dogs"]);
    assert.equal(dataset.notices, [
      '2 classes differ only in case: "Cats", "cats"; rename them if they are one',
    ]);
  }));

test("a folder around the dataset is looked into", () =>
  opened(photos(["photos-main/photos/cats", "photos-main/photos/dogs"], 4), (dataset, root) => {
    assert.is(dataset.root, join(root, "photos-main/photos"));
    assert.is(dataset.name, "my photos");
    assert.equal(ids(dataset), ["cats", "dogs"]);
  }));

test("labels.csv beside class folders gives them their labels", () =>
  opened(
    { ...photos(["0", "1", "10"], 3), "labels.csv": 'id,label\n0,Tabby cat\n1,"Dog, any"\n' },
    ({ classes }) => {
      assert.equal(
        classes.map(({ label, name }) => [label, name]),
        [
          ["Tabby cat", "Tabby cat"],
          ["Dog", "Dog, any"],
          ["10", "10"],
        ],
      );
    },
  ));

test.run();
