/** The same images give the same findings in every layout; without a split, what is alike is no leak. */
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeDemoDataset } from "@inception-edge/dataset";
import { pngFile } from "@inception-edge/testing/images/png-file";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { stripes } from "../test/plant.ts";
import { explore } from "./explore.ts";
import type { Report } from "./report.ts";
import { brokenRules, parseRules } from "./rules.ts";

const test = suite("eda on every layout");

interface Photo {
  readonly name: string;
  readonly label: "cat" | "dog";
  readonly split: "train" | "val";
  readonly bytes: Uint8Array;
}

/** Forty images, one that is in train and in val, one with two labels, a damaged, a small and an elongated one. */
async function photos(): Promise<Photo[]> {
  const drawn = await drawnImages();
  const all = drawn.map((bytes, index): Photo => ({
    name: `${index}.jpg`,
    label: index % 2 === 0 ? "cat" : "dog",
    split: index % 5 < 4 ? "train" : "val",
    bytes,
  }));
  return [
    ...all,
    { name: "leak.jpg", label: "cat", split: "val", bytes: drawn[0]! },
    { name: "conflict.jpg", label: "dog", split: "train", bytes: drawn[2]! },
    { name: "broken.jpg", label: "cat", split: "train", bytes: drawn[4]!.subarray(0, 500) },
    { name: "small.png", label: "cat", split: "train", bytes: png(70, 50) },
    { name: "long.png", label: "dog", split: "train", bytes: png(400, 90) },
  ];
}

function png(width: number, height: number): Uint8Array {
  return pngFile({ width, height, colourType: 2, bitDepth: 8, sample: stripes });
}

async function drawnImages(): Promise<Uint8Array[]> {
  const drawn: Uint8Array[] = [];
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "demo");
    await writeDemoDataset(root, { trainPerClass: 4, valPerClass: 1 });
    const names = await readdir(join(root, "train"), { recursive: true });
    for (const name of names.filter((each) => each.endsWith(".JPEG")).toSorted())
      drawn.push(await readFile(join(root, "train", name)));
  });
  return drawn;
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

const path = ({ name, label, split }: Photo): string => `${split}/${label}/${name}`;

/** Writes the layout into a folder; gives the path to explore. */
const LAYOUTS: Readonly<
  Record<string, (folder: string, all: readonly Photo[]) => Promise<string>>
> = {
  "split-folders": async (folder, all) => {
    for (const photo of all) await write(join(folder, path(photo)), photo.bytes);
    return folder;
  },
  "CSV with a split": async (folder, all) => {
    for (const { name, bytes } of all) await write(join(folder, "images", name), bytes);
    const rows = all.map(({ name, label, split }) => `images/${name},${label},${split}\n`);
    await write(join(folder, "labels.csv"), `path,label,split\n${rows.join("")}`);
    return folder;
  },
  "JSON Lines with a split": async (folder, all) => {
    for (const { name, bytes } of all) await write(join(folder, name), bytes);
    const rows = all.map(({ name, label, split }) => JSON.stringify({ file: name, label, split }));
    await write(join(folder, "table.jsonl"), rows.join("\n"));
    return join(folder, "table.jsonl");
  },
};

const OWN_SPLIT: typeof LAYOUTS = {
  "class folders": async (folder, all) => {
    for (const { name, label, bytes } of all) await write(join(folder, label, name), bytes);
    return folder;
  },
  "CSV without a split": async (folder, all) => {
    for (const { name, bytes } of all) await write(join(folder, name), bytes);
    await write(join(folder, "a.csv"), all.map(({ name, label }) => `${name},${label}\n`).join(""));
    return join(folder, "a.csv");
  },
};

async function reportsOf(layouts: typeof LAYOUTS): Promise<Record<string, Report>> {
  const all = await photos();
  const reports: Record<string, Report> = {};
  await inTemporaryFolder(async (folder) => {
    for (const [what, layOut] of Object.entries(layouts)) {
      const root = await layOut(join(folder, what), all);
      reports[what] = (await explore(root, { workers: 1 })).report;
    }
  });
  return reports;
}

const idsOf = ({ findings }: Report): string[] => findings.map(({ id }) => id);
const broken = (report: Report, rules: string): string[] =>
  brokenRules(report, parseRules(rules)).map(({ name, measured }) => `${name} ${measured}`);

test("a split that comes with the images is held to", async () => {
  for (const [what, report] of Object.entries(await reportsOf(LAYOUTS))) {
    const wanted = ["leakage", "conflict", "corrupt", "small", "elongated"];
    assert.equal(idsOf(report), wanted, what);
    assert.is(report.structure.valFraction, undefined);
    assert.equal(
      broken(report, "leakage,conflict,corrupt,small,elongated,blurred,missing,few"),
      ["leakage 1", "conflict 1", "corrupt 1", "small 1", "elongated 1"],
      what,
    );
    const excluded = report.exclude.map((entry) => entry.path.replace(/^.*\//, "")).toSorted();
    assert.equal(excluded, ["0.jpg", "2.jpg", "broken.jpg", "conflict.jpg"], what);
    assert.is(report.training.excludes, 3);
  }
});

test("a split that the trainer makes has no leaks, as it keeps on one side what is alike", async () => {
  for (const [what, report] of Object.entries(await reportsOf(OWN_SPLIT))) {
    const wanted = ["conflict", "corrupt", "duplicates", "small", "elongated"];
    assert.equal(idsOf(report), wanted, what);
    assert.is(report.structure.valFraction, 0.15);
    assert.equal(broken(report, "leakage,duplicates>1"), ["duplicates 2"], what);
    const detail = report.findings.find(({ id }) => id === "duplicates")!.detail;
    assert.match(detail, "The trainer keeps images that are alike on one side of its split");
    assert.match(report.training.command!, / --exclude exclude\.txt$/);
  }
});

test("a class folder that is empty, and one that is gone from val, are told", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await LAYOUTS["split-folders"]!(join(folder, "set"), await photos());
    await mkdir(join(root, "train/emu"));
    await cp(join(root, "train/dog"), join(root, "train/wolf"), { recursive: true });
    const { report } = await explore(root, { workers: 1 });
    assert.equal(report.structure.notices, ['"train/emu" is empty: not a class']);
    assert.is(report.findings.find(({ id }) => id === "missing-val")!.severity, "error");
  });
});

test.run();
