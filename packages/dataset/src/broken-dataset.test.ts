/** Every way of breaking a dataset that we know of, and the whole message it gives. */
import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { breakages, orange } from "../test/breakages.ts";
import { SMALL, writeSmallDataset } from "../test/small-dataset.ts";
import { DatasetError } from "./dataset-error.ts";
import { TRAINING_NEEDS } from "./find-shortages.ts";
import { openDataset } from "./open-dataset.ts";
import { prepareDataset } from "./prepare-dataset.ts";

const broken = suite("broken-dataset");

for (const [what, { known = SMALL, breakIt, defects }] of Object.entries(breakages)) {
  broken(`prepareDataset() names ${what}`, async () => {
    await inTemporaryFolder(async (folder) => {
      const root = await writeSmallDataset(folder);
      const cacheDirectory = join(folder, "cache");
      await mkdir(cacheDirectory);
      await chmod(cacheDirectory, 0o777);
      await breakIt(root);
      const options = { known, cacheDirectory, workers: 1, needs: TRAINING_NEEDS };
      const error = await rejectionOf(asOrdinaryUser(() => prepareDataset(root, options)));
      await chmod(join(root, orange), 0o755).catch(() => undefined); // So that it can be removed.

      assert.instance(error, DatasetError);
      const count = defects.length === 1 ? "1 defect" : `${defects.length} defects`;
      const lines = [`Cannot use the dataset "${root}": ${count}`, ...defects];
      assert.is((error as DatasetError).message, lines.join("\n  "));
      assert.is((error as DatasetError).defects.length, defects.length);
      assert.equal(await readdir(join(cacheDirectory, "packs")).catch(() => []), []);
    });
  });
}

broken(
  "openDataset() explains a missing path, or the path of the parent folder, in one line",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const none = await rejectionOf(openDataset(join(folder, "none")));
      const wanted =
        "give a folder with a folder of images for each class, or a table (.csv, .jsonl) with the columns path and label";
      assert.match(none.message, `"." is missing; ${wanted}`);
      const root = await writeSmallDataset(folder);
      await mkdir(join(folder, "other"));
      const parent = await rejectionOf(openDataset(folder, { known: SMALL }));
      assert.match(parent.message, `"." holds no dataset; give "${root}"`);
    });
  },
);

broken("openDataset() tells of a file where val should be", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    await rm(join(root, "val"), { recursive: true });
    await writeFile(join(root, "val"), "no folder");
    const { message } = await rejectionOf(openDataset(root, { known: SMALL }));
    assert.match(message, '"val/val_annotations.txt" is a file where a folder should be');
  });
});

broken("openDataset() shows twenty defects and counts the rest", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    await rm(join(root, "val/images"), { recursive: true });
    await mkdir(join(root, "val/images"));
    await rm(join(root, "train/n07747607"), { recursive: true });
    const error = await rejectionOf(openDataset(root, { known: SMALL }));
    assert.match((error as DatasetError).message, /: 21 defects\n/);
    assert.match(
      (error as DatasetError).message,
      /\n {2}… and 1 more; `pnpm --filter eda start --dataset DIR` lists all/,
    );
    assert.is((error as DatasetError).defects.length, 21);
  });
});

/** Root may read everything, so for a while we are nobody; only the thread's effective user changes. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid!(65534);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}

broken.run();
