import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readPredictions, writeStarter } from "@inception-edge/dataset";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { startTrainer } from "../../test/start-trainer.ts";
import { readBaseNetwork } from "../base/base-network.ts";
import { readRunConfig } from "../run/run-config.ts";

const fineTuning = suite("fine-tuning");

fineTuning("one's own images start from the shipped network, and the run says so", () =>
  inTemporaryFolder(async (folder) => {
    await writeStarter(join(folder, "pictures"));
    const flags = "--dataset pictures --epochs 3 --out run";
    const { code, stdout, stderr } = await startTrainer(flags.split(" "), folder).ended;
    assert.is(code, 0, stderr);
    assert.match(
      stdout,
      /^Before training, inception-v1-tiny-imagenet-200-\S+ with a linear layer: [\d.]+ % \(5-fold\)$/m,
    );
    assert.match(stdout, /^Starts with the weights of inception-v1-tiny-imagenet-200/m);
    assert.match(stdout, /^ {2}look for wrong labels +pnpm --filter eda start audit --run run$/m);

    const run = join(folder, "run");
    const { base, recipe } = await readRunConfig(run);
    assert.is(recipe.name, "fine-tune");
    const shipped = await readBaseNetwork("shipped", folder);
    assert.is(base!.sha256, shipped.sha256);

    const { images, probabilities, features, classes } = await readPredictions(
      join(run, "predictions"),
    );
    assert.is(images.length, 100);
    assert.is(features!.length, 100 * 512);
    // Drawings of ten things are easy for a network that knows a thousand photographs of each of 200.
    const right = images.filter(({ label }, row) => {
      const answers = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
      return answers.indexOf(Math.max(...answers)) === label;
    });
    assert.ok(right.length >= 70, `${right.length} of 100`);

    const card = await readFile(join(run, "bundle/card.md"), "utf8");
    assert.match(card, `Started with the weights of \`${shipped.manifest.name}\``);
    assert.match(card, "images of ImageNet, which are for non-commercial research");

    // What came out can be started from in turn, and knows its line.
    const own = await readBaseNetwork("run", folder);
    assert.is(own.manifest.classes.length, 10);
    assert.is(own.manifest.recipe.base!.sha256, shipped.sha256);
    assert.is(own.weights.get("main_out/kernel")!.shape[1], 10);
  }),
);

fineTuning("--from names what there is", () =>
  inTemporaryFolder(async (folder) => {
    assert.match(
      (await rejectionOf(readBaseNetwork("nowhere", folder))).message,
      /^Cannot start from "nowhere": neither the folder nor a bundle\/ in it has a manifest.json; give a bundle, a finished run, shipped or scratch$/,
    );
  }),
);

fineTuning.run();
