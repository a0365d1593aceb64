import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { modelsFingerprint, watchModels } from "./watch-models.ts";

const watch = suite("watchModels()");

const EVERY_MS = 20;

watch(
  "loads anew when any file has changed, once each time, and not without a manifest",
  async () => {
    await inTemporaryFolder(async (parent) => {
      const folder = join(parent, "bundle");
      await mkdir(folder);
      await writeFile(join(folder, "manifest.json"), "{}");
      const known = await modelsFingerprint(folder);
      // As a copy that is under way: the manifest is there before the model.
      await writeFile(join(folder, "model.tflite"), "half");
      let loads = 0;
      const stop = watchModels(folder, { everyMs: EVERY_MS, known, load: () => void (loads += 1) });
      try {
        await until(() => loads === 1);
        await writeFile(join(parent, "whole"), "whole"); // at once, or a look may see it empty
        await rename(join(parent, "whole"), join(folder, "model.tflite"));
        await until(() => loads === 2);
        await rename(folder, `${folder}.old`);
        await sleep(5 * EVERY_MS);
        await rm(`${folder}.old`, { recursive: true });
        assert.is(loads, 2);
        await mkdir(join(parent, "next"));
        await writeFile(join(parent, "next", "manifest.json"), "{ }");
        await rename(join(parent, "next"), folder);
        await until(() => loads === 3);
        await sleep(5 * EVERY_MS);
        assert.is(loads, 3);
      } finally {
        stop();
      }
    });
  },
);

watch("loads anew when a bundle comes or goes", async () => {
  await inTemporaryFolder(async (folder) => {
    const add = async (id: string): Promise<void> => {
      await mkdir(join(folder, `.${id}`));
      await writeFile(join(folder, `.${id}`, "manifest.json"), id);
      await rename(join(folder, `.${id}`), join(folder, id));
    };
    await add("a");
    const known = await modelsFingerprint(folder);
    let loads = 0;
    const stop = watchModels(folder, { everyMs: EVERY_MS, known, load: () => void (loads += 1) });
    try {
      await add("b");
      await until(() => loads === 1);
      await rename(join(folder, "b"), join(folder, "c"));
      await until(() => loads === 2);
      await rm(join(folder, "c"), { recursive: true });
      await until(() => loads === 3);
      await sleep(5 * EVERY_MS);
      assert.is(loads, 3);
    } finally {
      stop();
    }
  });
});

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    assert.ok(Date.now() < deadline, "nothing happened in 10 s");
    await sleep(EVERY_MS);
  }
}

watch.run();
