/** A clean dataset gives no finding, and every planted fault gives its own. */
import { cp, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  openDataset,
  packDataset,
  prepareDataset,
  writeDemoDataset,
} from "@inception-edge/dataset";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { plantedFaults } from "../test/planted-faults.ts";
import { explore } from "./explore.ts";

const test = suite("explore()");

const CLEAN = { trainPerClass: 10, valPerClass: 4 };

test("explore() finds every planted fault, and nothing else", async () => {
  await inTemporaryFolder(async (folder) => {
    const clean = join(folder, "clean");
    await writeDemoDataset(clean, CLEAN);
    for (const [what, { plant, findings, path, holds }] of Object.entries(plantedFaults)) {
      const root = join(folder, what.replaceAll(" ", "-"));
      await cp(clean, root, { recursive: true });
      await plant(root);
      const { report } = await explore(root, { workers: 1 });
      assert.equal(
        report.findings.map(({ id }) => id),
        findings,
        what,
      );
      if (path) assert.ok(report.findings[0]!.paths.includes(path), `${what}: ${path}`);
      if (holds) assert.ok(holds(report), what);
    }
  });
});

test("explore() reports on folders of classes, with what the trainer would leave out and hold out", async () => {
  await inTemporaryFolder(async (folder) => {
    const demo = join(folder, "demo");
    await writeDemoDataset(demo, { trainPerClass: 20, valPerClass: 1 });
    const root = join(folder, "my photos");
    for (const [id, wnid] of [
      ["oranges", "n07747607"],
      ["Bananas_ripe", "n07753592"],
    ] as const) {
      await cp(join(demo, "train", wnid, "images"), join(root, id, "2026"), { recursive: true });
    }
    await writeFile(join(root, "oranges/2026/page.jpg"), "<!doctype html>");
    await writeFile(join(root, "oranges/empty.jpg"), "");
    const { report } = await explore(root, { workers: 1 });
    const { structure, classes, balance, findings, exclude, dataset } = report;
    assert.is(
      structure.summary,
      "A folder for each class: 2 classes, 41 images, no validation split: 15 % held out as val",
    );
    assert.equal(
      classes.map(({ id, wnid, label, train, val }) => [id, wnid, label, train, val]),
      [
        ["Bananas_ripe", undefined, "Bananas ripe", 20, 0],
        ["oranges", undefined, "oranges", 20, 0],
      ],
    );
    assert.equal([balance.train.images, balance.val.images, structure.valFraction], [40, 0, 0.15]);
    assert.equal(
      findings.map(({ id, severity }) => [id, severity]),
      [["corrupt", "warning"]],
    );
    assert.equal(findings[0]!.paths, ["oranges/2026/page.jpg", "oranges/empty.jpg"]);
    assert.ok(exclude.every(({ path }) => path.startsWith("oranges/")));
    const cacheDirectory = join(folder, "cache");
    const packed = await prepareDataset(root, { cacheDirectory, workers: 1 });
    assert.is(dataset.fingerprint, packed.fingerprint);
    assert.equal(
      packed.leftOut.map(({ path }) => path),
      findings[0]!.paths,
    );
  });
});

test("explore() gives the fingerprint of the pack, and the same report with any number of threads", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "demo");
    await writeDemoDataset(root, { trainPerClass: 40, valPerClass: 12 }); // three chunks
    const { report } = await explore(root, { workers: 1 });
    const { report: again } = await explore(root, { workers: 3 });
    assert.equal({ ...again, created: "" }, { ...report, created: "" });
    const packed = await packDataset(await openDataset(root), { cacheDirectory: folder });
    assert.is(report.dataset.fingerprint, packed.fingerprint);
    assert.is(report.dataset.decoder, packed.decoder);
  });
});

test("explore() compares a folder called tiny-imagenet-200 with its ids and counts", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "tiny-imagenet-200");
    await writeDemoDataset(root, CLEAN);
    const { structure } = (await explore(root, { workers: 1 })).report;
    assert.is(structure.claims, "tiny-imagenet-200");
    assert.not(structure.matches);
    // 190 classes are missing, and ten have ten images in place of 500.
    const codes = structure.defects.map(({ code }) => code);
    assert.is(codes.filter((code) => code === "missing-class").length, 190);
    assert.is(codes.filter((code) => code === "wrong-count").length, 10);
    await rename(root, join(folder, "mine"));
    const { structure: unclaimed } = (await explore(join(folder, "mine"), { workers: 1 })).report;
    assert.equal([unclaimed.claims, unclaimed.matches], [null, true]);
  });
});

test("explore() rejects only if there is no dataset, or when it is aborted", async () => {
  await inTemporaryFolder(async (folder) => {
    assert.match((await rejectionOf(explore(join(folder, "none")))).message, /is missing/);
    const root = join(folder, "demo");
    await writeDemoDataset(root, CLEAN);
    const signal = AbortSignal.abort(new Error("enough"));
    assert.is((await rejectionOf(explore(root, { signal }))).message, "enough");
  });
});

test.run();
