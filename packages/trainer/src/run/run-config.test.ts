import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { smoke } from "../recipes/smoke.ts";
import { readRunConfig, resumedOn, writeRunConfig, type RunConfig } from "./run-config.ts";

const configs = suite("readRunConfig()");

const config: RunConfig = {
  schemaVersion: 1,
  created: "2026-11-23T21:40:28.500Z",
  recipe: smoke,
  precision: "bf16",
  seed: 7,
  dataset: { name: "demo", root: "/demo", fingerprint: "f", decoder: "d", storedSize: 64 },
  split: {
    heldOutFraction: 0.1,
    limitPerClass: null,
    exclude: ["train/a.JPEG"],
    relabel: [{ path: "train/b.JPEG", label: "cat", to: "dog" }],
  },
  library: "tensorflow-cpu 2.21.0",
};

configs(
  "readRunConfig() answers what writeRunConfig() wrote, and nothing else is left",
  async () => {
    await inTemporaryFolder(async (folder) => {
      await writeRunConfig(folder, config);
      assert.equal(await readRunConfig(folder), config);
      assert.equal(await readdir(folder), ["config.json"]);
    });
  },
);

configs("readRunConfig() knows the sizes of a run of before they were told", async () => {
  await inTemporaryFolder(async (folder) => {
    const { inputSize: _, ...recipe } = config.recipe;
    const { storedSize: __, ...dataset } = config.dataset;
    await writeFile(join(folder, "config.json"), JSON.stringify({ ...config, recipe, dataset }));
    assert.equal(await readRunConfig(folder), config);
  });
});

configs("readRunConfig() refuses a folder without a run", async () => {
  await inTemporaryFolder(async (folder) => {
    const { message } = await rejectionOf(readRunConfig(folder));
    assert.match(message, /^Cannot open the run ".*": it has no config\.json; give the folder/);
  });
});

configs(
  "readRunConfig() refuses a run of another version, and a file that is not a config",
  async () => {
    await inTemporaryFolder(async (folder) => {
      for (const [text, wanted] of [
        [
          '{ "schemaVersion": 2 }',
          /its schema version is 2, wanted 1; use the version that made it$/,
        ],
        ["{}", /its schema version is undefined, wanted 1; use the version that made it$/],
        ["null", /its config\.json is damaged/],
        ['{ "schemaVersion": 1', /its config\.json is damaged/],
      ] as const) {
        await writeFile(join(folder, "config.json"), text);
        const { message } = await rejectionOf(readRunConfig(folder));
        assert.match(message, /^Cannot open the run ".*": /);
        assert.match(message, wanted);
      }
    });
  },
);

configs("resumedOn() adds new hardware, and keeps the previous one", () => {
  const original = { ...config, hardware: "NVIDIA H100" };
  assert.equal(resumedOn(original, { hardware: "NVIDIA H100" }), original);
  const moved = resumedOn(original, { hardware: "2 threads of a Xeon", device: "cpu" });
  assert.equal([moved.hardware, moved.device], ["NVIDIA H100, then 2 threads of a Xeon", "cpu"]);
  const stayed = resumedOn(moved, { hardware: "2 threads of a Xeon" });
  assert.equal([stayed.hardware, stayed.device], [moved.hardware, "cpu"]);
  assert.is(resumedOn(config, { hardware: "NVIDIA T4" }).hardware, "NVIDIA T4");
});

configs.run();
