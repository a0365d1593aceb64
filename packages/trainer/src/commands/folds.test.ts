import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MANIFEST_PATH, parseManifest } from "@inception-edge/bundle";
import { readPredictions, writeDemoDataset } from "@inception-edge/dataset";
import { ensureTensorFlow } from "@inception-edge/tensorflow";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { startTrainer } from "../../test/start-trainer.ts";
import type { FoldsDocument } from "../evaluate/cross-validation.ts";
import type { EvaluationDocument } from "../evaluate/evaluation.ts";
import { readRunConfig } from "../run/run-config.ts";

const folds = suite("--folds");

/** Ten classes of four in train. */
const IMAGES = 40;

folds("--folds, stopped in the second one, goes on there and tells of all images", async () => {
  await ensureTensorFlow();
  await inTemporaryFolder(async (folder) => {
    await writeDemoDataset(join(folder, "images"), { trainPerClass: 4, valPerClass: 1 });
    const run = join(folder, "run");
    const flags = "--dataset images --recipe smoke --folds 2 --balance --out run";
    const stopped = startTrainer(flags.split(" "), folder);
    const isOver = stopped.ended.then(() => true);
    while (!(await Promise.race([isOver, setTimeout(20, false)]))) {
      if ((await filesOf(join(run, "folds", "2"))).includes("fold.json")) break;
    }
    stopped.kill("SIGINT");
    const { code, stdout, stderr } = await stopped.ended;
    assert.is(code, 130, stderr);
    assert.match(stdout, /^Balanced: every class has \d training images already$/m);
    assert.match(stdout, /^2 folds of 40 images: /m);
    assert.match(stdout, /^fold 1 of 2 {2}Finished after 1 of 1 epoch$/m);
    assert.match(stdout, /^Stopped in the folds; continue with --resume --out run$/m);
    assert.equal(await filesOf(join(run, "folds", "1")), [
      "fold.json",
      "logits.f32",
      "result.json",
      "training_log.csv",
    ]);
    assert.not.ok((await filesOf(run)).includes("folds.json"));

    const resumed = await startTrainer("--resume --out run".split(" "), folder).ended;
    assert.is(resumed.code, 0, resumed.stderr);
    assert.not.match(resumed.stdout, /^fold 1 of 2 /m);
    assert.match(resumed.stdout, /^fold 2 of 2 {2}Finished after 1 of 1 epoch$/m);
    const [first] = /^Fold 1 of 2: .*$/m.exec(stdout)!;
    assert.match(resumed.stdout, first, "as it was measured");

    const scores = JSON.parse(await readFile(join(run, "folds.json"), "utf8")) as FoldsDocument;
    assert.equal(
      scores.folds.map(({ count, trained }) => [count, trained]),
      [
        [20, 20],
        [20, 20],
      ],
    );
    assert.is(scores.pooled.count, IMAGES);
    const { images, how, probabilities } = await readPredictions(join(run, "predictions"));
    assert.is(how, "2-fold");
    assert.is(new Set(images.map(({ path }) => path)).size, IMAGES);
    assert.ok(
      images.every(({ path }) => path.startsWith("train/")),
      "no official val",
    );
    const right = images.filter(({ label }, index) => {
      const row = [...probabilities.subarray(index * 10, (index + 1) * 10)];
      return row.indexOf(Math.max(...row)) === label;
    });
    assert.is(right.length / IMAGES, scores.pooled.top1);

    const evaluation = JSON.parse(
      await readFile(join(run, "evaluation.json"), "utf8"),
    ) as EvaluationDocument;
    assert.equal(evaluation.folds?.pooled, scores.pooled);
    const manifest = parseManifest(
      JSON.parse(await readFile(join(run, "bundle", MANIFEST_PATH), "utf8")),
    );
    const figures = manifest.metrics.find(({ split }) => split === "2-fold")!;
    assert.equal([figures.images, figures.values["top1"]], [IMAGES, scores.pooled.top1]);
    assert.is(manifest.recipe.balanced, true);
    assert.match(await readFile(join(run, "bundle", "card.md"), "utf8"), "## Cross-validation");
    const { balance, folds: count } = await readRunConfig(run);
    assert.equal([balance, count], [true, 2]);
  });
});

/** The names in a folder, none if it is not there. */
async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).toSorted();
}

folds.run();
