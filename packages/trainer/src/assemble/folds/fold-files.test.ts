import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { smoke } from "../../recipes/smoke.ts";
import type { RunConfig } from "../../run/run-config.ts";
import { runFolder } from "../../run/run-folder.ts";
import { prepareFold, readFoldAnswers, removeSurplus, writeFoldAnswers } from "./fold-files.ts";

const files = suite("a fold's files");

const config: RunConfig = {
  schemaVersion: 1,
  created: "2026-11-27T12:00:00.000Z",
  recipe: smoke,
  precision: "f32",
  seed: 1,
  folds: 2,
  dataset: { name: "pets", root: "/pets", fingerprint: "0f", decoder: "none", storedSize: 64 },
  split: { heldOutFraction: 0.1, limitPerClass: null, exclude: [] },
  library: "2.21.0-linux-x64-cpu",
  hardware: "2 threads",
};

function foldIn(
  folder: string,
  changes: Partial<RunConfig> = {},
  images = [1, 3],
): Parameters<typeof prepareFold>[0] {
  return {
    folder: runFolder(join(folder, "folds", "1")),
    config: { ...config, ...changes },
    packed: {
      labels: Int32Array.of(0, 0, 1, 1),
      classes: ["cat", "dog"].map((id) => ({ id, label: id, name: id })),
    },
    splits: { train: Int32Array.of(0, 2), heldOut: new Int32Array(), val: Int32Array.from(images) },
  };
}

const answers = {
  logits: Float32Array.of(1, -2, 0.5, 4),
  labels: Int32Array.of(0, 1),
  trained: 2,
  seconds: 7,
};

files("answers are read as they were written; checkpoints and program are gone", async () => {
  await inTemporaryFolder(async (folder) => {
    const fold = foldIn(folder);
    assert.is(await prepareFold(fold), false);
    assert.is(await readFoldAnswers(fold), undefined);
    for (const path of [fold.folder.checkpoints, fold.folder.program]) {
      await mkdir(join(path, "step-00000001"), { recursive: true });
    }
    await writeFoldAnswers(fold, answers);
    assert.equal(await readFoldAnswers(fold), answers);
    assert.equal((await readdir(fold.folder.path)).toSorted(), [
      "fold.json",
      "logits.f32",
      "result.json",
    ]);
  });
});

files("answers that a copy has lost are as none, so that the fold is trained again", async () => {
  await inTemporaryFolder(async (folder) => {
    const fold = foldIn(folder);
    await prepareFold(fold);
    await writeFoldAnswers(fold, answers);
    await writeFile(join(fold.folder.path, "logits.f32"), "half");
    assert.is(await readFoldAnswers(fold), undefined);
    await rm(join(fold.folder.path, "logits.f32"));
    assert.is(await readFoldAnswers(fold), undefined);
  });
});

files("a fold goes on elsewhere, later and with another --epochs' patience", async () => {
  await inTemporaryFolder(async (folder) => {
    await prepareFold(foldIn(folder));
    const moved = foldIn(folder, {
      recipe: { ...smoke, patience: smoke.patience + 3 },
      dataset: { ...config.dataset, root: "/elsewhere" },
      hardware: "2 threads, then a GPU",
      device: "gpu",
    });
    await writeFile(join(moved.folder.path, "kept"), "");
    assert.is(await prepareFold(moved), false);
    assert.ok((await readdir(moved.folder.path)).includes("kept"));
  });
});

files("a fold goes on where its config was read with its fields in another order", async () => {
  await inTemporaryFolder(async (folder) => {
    await prepareFold(foldIn(folder));
    const recipe = Object.fromEntries(
      Object.entries(smoke).toReversed(),
    ) as unknown as typeof smoke;
    const turned = foldIn(folder, { recipe });
    assert.is(await prepareFold(turned), false);
    await writeFile(join(turned.folder.path, "fold.json"), "{");
    assert.is(await prepareFold(turned), true);
  });
});

files("a fold of other settings or images starts again, from nothing", async () => {
  await inTemporaryFolder(async (folder) => {
    for (const other of [
      foldIn(folder, { recipe: { ...smoke, epochs: 9 } }),
      foldIn(folder, { precision: "bf16" }),
      foldIn(folder, { balance: true }),
      foldIn(folder, {}, [0, 3]),
    ]) {
      await prepareFold(foldIn(folder));
      await writeFoldAnswers(foldIn(folder), answers);
      assert.is(await prepareFold(other), true);
      assert.equal(await readdir(other.folder.path), ["fold.json"]);
    }
  });
});

files("folds that a former cross-validation had more are removed, and nothing else", async () => {
  await inTemporaryFolder(async (folder) => {
    await removeSurplus(join(folder, "not there"), 3);
    for (const name of ["1", "3", "4", "10"]) await mkdir(join(folder, name));
    await writeFile(join(folder, "confusion.svg"), "");
    await removeSurplus(folder, 3);
    assert.equal((await readdir(folder)).toSorted(), ["1", "3", "confusion.svg"]);
  });
});

files.run();
