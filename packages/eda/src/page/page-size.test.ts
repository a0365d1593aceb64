/** The page stays below 5 MB, whatever the dataset. */
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom, writeDemoDataset } from "@inception-edge/dataset";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { explore } from "../explore.ts";
import { drawPagePictures } from "../pictures/page-pictures.ts";
import type { DuplicateGroup, Finding, Report } from "../report.ts";
import { renderPage, shownPaths } from "./render-page.ts";

const test = suite("page size");

const CLASSES = 5000;

test("renderPage() of 5,000 classes of noise with thousands of defects stays below 5 MB", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "demo");
    await writeDemoDataset(root, { trainPerClass: 3, valPerClass: 1 });
    const { report, measures } = await explore(root, { workers: 1 });

    const random = seededRandom(1);
    const noise = (): Uint8Array => Uint8Array.from({ length: 64 * 64 * 3 }, () => random() * 256);
    const path = `train/n00000000/images/${"a-long-name-".repeat(8)}.JPEG`;
    const image = {
      path,
      split: "train",
      id: "n00000000",
      label: "a label of usual length",
    } as const;
    const group: DuplicateGroup = {
      kind: "near",
      difference: 1,
      images: many(6, image),
      conflict: true,
      leak: true,
    };
    const finding: Finding = {
      id: "x",
      severity: "error",
      title: "t",
      detail: "d",
      cure: "c",
      paths: many(9999, path),
    };
    const defect = { code: "missing", path, message: "is missing", cure: "restore it" } as const;
    const worst: Report = {
      ...report,
      classes: Array.from({ length: CLASSES }, (_, index) => ({
        ...report.classes[0]!,
        train: index,
      })),
      balance: { ...report.balance, train: { ...report.balance.train, imbalanceRatio: 9 } },
      structure: { ...report.structure, defects: many(9999, defect) },
      duplicates: { ...report.duplicates, groups: many(9999, group) },
      findings: many(12, finding),
    };
    const pixels = Uint32Array.from(noise());
    const classes = many(CLASSES, { images: 1, stored: new Float64Array(768), pixels });
    const exploration = {
      report: worst,
      measures: { ...measures, train: { ...measures.train, classes } },
      pixelsOf: noise,
      imageOf: () => undefined,
    };
    const paths = shownPaths(worst).map((_, index) => String(index)); // each of its own
    const pictures = await drawPagePictures(exploration, { paths, seed: 1 });
    const singles = [...pictures.single.values()].join("").length;
    const page = renderPage(worst, pictures); // finds none of them
    assert.is(pictures.single.size, paths.length);
    assert.ok(pictures.classes.filter(Boolean).length > 100);
    assert.ok(page.length + singles < 5e6, `${page.length} + ${singles}`);
  });
});

function many<T>(count: number, item: T): T[] {
  return Array.from({ length: count }, () => item);
}

test.run();
