import { readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { burst } from "../../test/burst.ts";
import { photo, writeFiles } from "../../test/photo-folder.ts";
import { writeSmallDataset } from "../../test/small-dataset.ts";
import { TRAINING_NEEDS } from "../find-shortages.ts";
import { prepareDataset, valIndices, type PreparedDataset } from "../prepare-dataset.ts";
import { splitPacked } from "../split.ts";
import { writeIndex, type PackIndex } from "./pack-index.ts";

const test = suite("groups of a pack");

type Files = Record<string, string | Uint8Array>;

/** Files `<folder>/<seed>-<number>.jpg` of one scene. */
async function burstFiles(folder: string, seed: number, count: number): Promise<Files> {
  const files = await burst(seed, count);
  return Object.fromEntries(files.map((bytes, index) => [`${folder}/${seed}-${index}.jpg`, bytes]));
}

async function prepared(
  files: Files,
  look: (packed: PreparedDataset, root: string) => Promise<void> | void,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "photos");
    await writeFiles(root, files);
    await look(await prepareIn(root), root);
  });
}

function prepareIn(root: string, onRepack?: (reason: string) => void): Promise<PreparedDataset> {
  return prepareDataset(root, {
    cacheDirectory: join(root, "../cache"),
    workers: 1,
    needs: TRAINING_NEEDS,
    ...(onRepack && { onRepack }),
  });
}

/** Two classes: five bursts of four and twenty other images each. */
async function bursts(): Promise<Files> {
  const files: Files = {};
  for (const [label, folder] of ["cups", "pens"].entries()) {
    for (let scene = 0; scene < 5; scene += 1) {
      Object.assign(files, await burstFiles(folder, 10 * label + scene, 4));
    }
    for (let index = 0; index < 20; index += 1) {
      files[`${folder}/other-${index}.png`] = photo(100 * label + index);
    }
  }
  return files;
}

const scenePath = /^(.*)-\d+\.jpg$/;

test("a burst is one group, and no seed parts it", async () =>
  prepared(await bursts(), async (packed, root) => {
    const sceneOf = (index: number): string =>
      scenePath.exec(packed.paths[index]!)?.[1] ?? packed.paths[index]!;
    for (const [index, group] of packed.groups.entries()) {
      assert.is(
        sceneOf(index),
        sceneOf(group),
        `${packed.paths[index]} is with ${packed.paths[group]}`,
      );
    }
    assert.is(new Set(packed.groups).size, 50);
    assert.equal(packed.notices, []);

    const val = valIndices(packed);
    const perClass = [0, 1].map((label) => val.filter((index) => packed.labels[index] === label));
    for (const { length } of perClass) assert.ok(length >= 5 && length <= 7, String(length));
    for (let seed = 0; seed < 50; seed += 1) {
      const split = splitPacked(packed, { heldOutFraction: 0.1, seed });
      assert.equal(split.val, val);
      const sides = new Map<string, string>();
      for (const side of ["train", "heldOut", "val"] as const) {
        for (const index of split[side]) {
          const scene = sceneOf(index);
          assert.is(sides.get(scene) ?? side, side, scene);
          sides.set(scene, side);
        }
      }
      assert.is(split.train.length + split.heldOut.length + val.length, 80);
      assert.ok(split.heldOut.length >= 6 && split.heldOut.length <= 8);
    }
    const again = await prepareIn(root);
    assert.equal([again.groups, again.setApart], [packed.groups, packed.setApart]);
  }));

test("copies under two labels are one group, and what cannot be decoded is of none and not set apart", async () => {
  const [copy] = await burst(1, 1);
  const others = Object.fromEntries(
    ["a", "b"].flatMap((folder, label) =>
      Array.from({ length: 9 }, (_, index) => [
        `${folder}/${index}.png`,
        photo(10 * label + index),
      ]),
    ),
  );
  const broken = photo(99).subarray(0, 80);
  const files = {
    ...others,
    "a/x.jpg": copy!,
    "b/y.jpg": copy!,
    "a/z.png": broken,
    "b/z.png": broken,
  };
  await prepared(files, ({ paths, groups, setApart, excluded }) => {
    const at = (path: string): number => paths.indexOf(path);
    assert.is(groups[at("b/y.jpg")], at("a/x.jpg"));
    assert.equal(excluded, [at("a/z.png"), at("b/z.png")]);
    assert.is(groups[at("b/z.png")], at("b/z.png"));
    assert.not(excluded.some((index) => setApart!.includes(index)));
    assert.is(setApart!.includes(at("a/x.jpg")), setApart!.includes(at("b/y.jpg")));
  });
});

test("official val stays as it is, and held-out parts no burst of train", async () => {
  const scene = await burstFiles("train/cups", 1, 4);
  const [inVal, ...inTrain] = Object.entries(scene);
  const files: Files = {
    ...Object.fromEntries(inTrain),
    "val/cups/0.jpg": inVal![1],
    "val/pens/0.png": photo(1),
  };
  for (let index = 0; index < 7; index += 1) files[`train/cups/${index}.png`] = photo(20 + index);
  for (let index = 0; index < 9; index += 1) files[`train/pens/${index}.png`] = photo(40 + index);
  await prepared(files, (packed) => {
    assert.is(packed.setApart, undefined);
    const val = packed.paths.indexOf("val/cups/0.jpg");
    assert.ok(valIndices(packed).includes(val));
    const alike = [...packed.groups.keys()].filter(
      (index) => packed.groups[index] === packed.groups[val] && index !== val,
    );
    assert.is(alike.length, 3);
    for (let seed = 0; seed < 30; seed += 1) {
      const { heldOut } = splitPacked(packed, { heldOutFraction: 0.1, seed });
      assert.not(
        alike.some((index) => heldOut.includes(index)),
        String(seed),
      );
    }
  });
});

test("a class of one burst is trained on, with a notice that nothing of it is measured", async () => {
  const files: Files = await burstFiles("cups", 1, 2);
  for (let index = 0; index < 10; index += 1) files[`pens/${index}.png`] = photo(index);
  await prepared(files, (packed) => {
    assert.equal(packed.notices, [
      '1 class has only near-duplicates of one image, of which none can be held out to measure by: "cups" 2',
    ]);
    const { train } = splitPacked(packed, { heldOutFraction: 0.1, seed: 1 });
    assert.equal([...train].slice(0, 2), [0, 1]);
  });
});

test("classes of one burst each leave nothing to measure by", async () => {
  const files = { ...(await burstFiles("cups", 1, 5)), ...(await burstFiles("pens", 2, 5)) };
  const { message } = await rejectionOf(prepared(files, () => undefined));
  assert.match(message, "has no class with three different images, which it takes to hold one out");
});

test("a pack of another definition of near-duplicates is made again", async () =>
  prepared(
    await burstFiles("cups", 1, 2).then((cups) => ({ ...cups, ...tenPens() })),
    async (packed, root) => {
      const directory = dirname(packed.imagesPath);
      const former = `${directory.slice(0, -12)}0123456789ab`;
      await rename(directory, former);
      const text = await readFile(join(former, "index.json"), "utf8");
      const { grouping: _, ...index } = (JSON.parse(text) as { index: PackIndex }).index;
      await writeIndex(former, index);
      const reasons: string[] = [];
      const again = await prepareIn(root, (reason) => reasons.push(reason));
      assert.equal(reasons, [
        "they were packed by a version that did not look for near-duplicates in the same way",
      ]);
      assert.equal(again.groups, packed.groups);
    },
  ));

function tenPens(): Files {
  return Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`pens/${index}.png`, photo(index)]),
  );
}

test("in Tiny ImageNet's layout, each image is a group of its own", async () =>
  inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const [from, to] = [0, 1].map((index) =>
      join(root, `train/n07747607/images/n07747607_${index}.JPEG`),
    );
    await writeFiles("", { [to!]: await readFile(from!) });
    const packed = await prepareIn(root);
    assert.equal(
      packed.groups,
      packed.groups.map((_, index) => index),
    );
    assert.equal([packed.setApart, packed.notices], [undefined, []]);
  }));

test.run();
