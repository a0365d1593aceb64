import { readdir } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { startTrainer } from "../../test/start-trainer.ts";
import { describeRobustness } from "../robustness/describe-robustness.ts";
import { kindScores, robustnessDocument } from "../robustness/robustness-document.ts";

const robustness = suite("robustness");

robustness("its mistakes are told in one message, and leave nothing behind", async () => {
  await inTemporaryFolder(async (folder) => {
    for (const [args, message] of [
      ["--images 0", /^Flag "--images" wants a whole number from 1 to \d+, and got "0"$/],
      ["--bundle nowhere", /^Cannot use bundle: manifest\.json cannot be read/],
    ] as const) {
      const { code, stderr } = await startTrainer(["robustness", ...args.split(" ")], folder).ended;
      assert.is(code, 1);
      assert.match(stderr.trim(), message);
    }
    assert.equal(await readdir(folder), []);
  });
});

robustness("describeRobustness() has a row a kind, and the means", () => {
  const facts = {
    measured: "2026-11-23T12:00:00.000Z",
    bundle: "b",
    dataset: { name: "demo", fingerprint: "0f" },
    images: 10,
    seed: 1,
    clean: { top1: 0.6 },
    kinds: [
      kindScores("impulse noise", "noise", [0.5, 0.4, 0.3, 0.2, 0.1]),
      kindScores("fog", "weather", [0.1, 0.1, 0.1, 0.1, 0.1]),
    ],
  };
  assert.equal(describeRobustness(robustnessDocument(facts)), [
    "kind            group        1      2      3      4      5   mean",
    "impulse noise   noise    50.00  40.00  30.00  20.00  10.00  30.00",
    "fog             weather  10.00  10.00  10.00  10.00  10.00  10.00",
    "Corrupted: top-1 20.00 %, mean over all kinds",
    "Clean:     top-1 60.00 % (10 images of official val)",
    "Relative robustness: 33.33 % of the clean top-1",
  ]);
  const none = robustnessDocument({ ...facts, clean: { top1: 0 } });
  assert.match(
    describeRobustness(none).at(-1)!,
    "undefined, because no clean image is classified correctly",
  );
});

robustness.run();
