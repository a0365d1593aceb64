import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  bundleFile,
  hashInput,
  parseGoldenAnswers,
  prepareInput,
  readBundle,
} from "@inception-edge/bundle";
import { loadDecoder } from "@inception-edge/image";
import { hasOnnxRuntime, openOnnx } from "@inception-edge/testing/onnx-runtime";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { narrowRun } from "../../test/narrow-run.ts";
import { CLASSES, openNarrowSession } from "../../test/narrow-session.ts";
import { softmax } from "../evaluate/logits.ts";
import { exportBundle } from "./export-bundle.ts";
import { bundleProbabilities, checkParity, PARITY_TOLERANCE } from "./parity.ts";

const exporting = suite("exportBundle()");

exporting("exportBundle() writes a bundle that answers as the trained network", async () => {
  const narrow = await openNarrowSession({ normalization: "batch", inputSize: 64 });
  try {
    const { config, ...rest } = narrowRun(narrow);
    const exclude = ["train/a.JPEG", "train/b.JPEG"];
    const relabel = [{ path: "train/c.JPEG", to: "ball" }];
    const changed = { ...config.split, exclude, relabel };
    const source = { ...rest, config: { ...config, split: changed } };
    const { packed, splits, folder } = source;
    for (let step = 0; step < 40; step += 1) {
      const indices = splits.train.subarray((step * 4) % 20, ((step * 4) % 20) + 8);
      const labels = indices.map((index) => narrow.labels[index]!);
      await narrow.session.step({ indices, labels }, step, 0.01);
    }
    await narrow.session.estimateStatistics(); // as before every export
    const weights = await narrow.session.weights();
    const { evaluation, notes } = await exportBundle(source, { weights, checkpoint: "the last" });

    const bundle = await readBundle((path) => readFile(join(folder.bundle, path)));
    const { manifest } = bundle;
    assert.equal(manifest.classes, packed.classes);
    const { size, storedSize, resize } = manifest.input;
    assert.equal([size, storedSize, resize], [64, 72, "bilinear"]);
    assert.match(evaluation.measurement.input, /^72×72, bilinear to 64×64/);
    const decoder = await loadDecoder();
    for (const { path, inputSha256, answers } of parseGoldenAnswers(
      bundleFile(bundle, "golden-answers"),
    ).cases) {
      const input = prepareInput(manifest.input, decoder.decode(bundle.files.get(path)!));
      assert.is(await hashInput(input), inputSha256, path);
      for (const format of hasOnnxRuntime ? (["float32", "int8"] as const) : []) {
        const { scores, tolerance } = answers[`tflite-${format}`]!;
        const model = await openOnnx(bundleFile(bundle, `onnx-${format}`));
        const given = (await model.run([input])).get("probabilities")!;
        const difference = Math.max(
          ...scores.map((score, index) => Math.abs(score - given[index]!)),
        );
        const allowed = format === "float32" ? 1e-5 : tolerance;
        assert.ok(difference <= allowed, `ONNX ${format} differs by ${difference}`);
      }
    }
    assert.is(manifest.tensors?.featureMap, "inception_5b/concat");
    assert.equal(
      manifest.files.filter(({ role }) => role.startsWith("onnx-")).map(({ path }) => path),
      ["model.onnx", "model.int8.onnx"],
    );
    // Twelve images are held out.
    assert.is(manifest.answerSets!.coverages.at(-1), 0.92);
    assert.equal(Object.keys(manifest.answerSets!.leastScores), ["tflite-int8", "tflite-float32"]);
    assert.is(manifest.answerSets!.checked.images, splits.val.length);
    assert.is(manifest.outOfDistribution, undefined);
    assert.match(notes[0]!, "12 held-out images allow coverages up to 0.92; 0.95 needs 39 or more");
    assert.match(notes[1]!, "no image can be marked");
    assert.is(manifest.dataset.fingerprint, packed.fingerprint);
    assert.equal(manifest.recipe.settings["data"], {
      excluded: exclude,
      relabeled: relabel,
    });
    assert.is(manifest.dataset.relabeled, 1);
    assert.is(evaluation.measurement.dataset.excluded, 2);
    assert.is(evaluation.measurement.dataset.relabeled, 1);

    // In float32, unfolded and with all heads, as the training session itself answers.
    const logits = (await narrow.session.evaluate(splits.val)).get("main_out")!;
    const { temperature } = manifest;
    assert.is(evaluation.temperature, temperature);
    const trained = softmax(
      logits.map((logit) => logit / temperature!),
      CLASSES,
    );
    const answers = await bundleProbabilities(bundle, packed.imagesPath, splits.val);
    const largest = checkParity(answers, trained);
    assert.ok(largest < 1e-4, `differs by ${largest}`);
    const sure = Math.max(...softmax(logits, CLASSES));
    assert.ok(sure > 0.2, "the network has learned something to differ in");

    const right = [...splits.val].filter((index, row) => {
      const scores = [...trained.subarray(row * CLASSES, (row + 1) * CLASSES)];
      return scores.indexOf(Math.max(...scores)) === narrow.labels[index];
    });
    assert.is(evaluation.val.count, splits.val.length);
    assert.is(evaluation.heldOut.count, splits.heldOut.length);
    assert.is(evaluation.val.top1, right.length / splits.val.length);
    const measured = manifest.metrics.find(({ split }) => split === "official val");
    assert.is(measured!.values["top1"], evaluation.val.top1);
  } finally {
    await narrow.close();
  }
});

exporting("exportBundle() writes nothing of a network that answers no numbers", async () => {
  const narrow = await openNarrowSession();
  try {
    const source = narrowRun(narrow);
    const weights = new Map(await narrow.session.weights());
    const { shape, values } = weights.get("main_out/bias")!;
    weights.set("main_out/bias", { shape, values: values.map(() => Number.NaN) });
    await rejectionOf(exportBundle(source, { weights, checkpoint: "a broken one" }));
    assert.not.ok((await readdir(narrow.folder)).includes("run"));
  } finally {
    await narrow.close();
  }
});

exporting(
  "checkParity() refuses outputs that differ by more than rounding, or are not numbers",
  () => {
    const trained = Float32Array.of(0.5, 0.25, 0.25);
    assert.is(checkParity(trained, trained), 0);
    assert.ok(checkParity(Float32Array.of(0.5005, 0.2495, 0.25), trained) < PARITY_TOLERANCE);
    for (const wrong of [[0.502, 0.248, 0.25], [Number.NaN, 0.25, 0.25], [0.5, 0.25], []]) {
      assert.throws(
        () => checkParity(Float32Array.from(wrong), trained),
        /^Cannot export: the bundle's probabilities differ/,
        String(wrong),
      );
    }
  },
);

exporting.run();
