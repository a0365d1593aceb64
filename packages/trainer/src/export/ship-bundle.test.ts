import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleFile, encodeBundle, readBundle } from "@inception-edge/bundle";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { evaluationDocument } from "../evaluate/evaluation.ts";
import { kindScores, robustnessDocument } from "../robustness/robustness-document.ts";
import { shipBundle } from "./ship-bundle.ts";
import { writeBundle } from "./write-bundle.ts";

const shipping = suite("shipBundle()");

const facts = { ...testFacts(), temperature: 1.25 };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const robustness = robustnessDocument({
  measured: "2026-11-23T11:00:00Z", // an hour after the bundle
  bundle: facts.name,
  dataset: { name: "shapes", fingerprint: "4be1" },
  images: 3,
  seed: 1,
  clean: { top1: 0.75 },
  kinds: [kindScores("fog", "weather", [0.5, 0.4, 0.3, 0.2, 0.1])],
});

/** A finished run's folder: a bundle whose files are words, and an evaluation of three images. */
async function writeRun(run: string): Promise<void> {
  const files = await encodeBundle(facts, [
    { path: "model.json", role: "tfjs-model", bytes: bytes("layers") },
    { path: "weights.bin", role: "tfjs-weights", bytes: bytes("weights") },
    { path: "model.tflite", role: "tflite-float32", bytes: bytes("float32") },
    { path: "model.int8.tflite", role: "tflite-int8", bytes: bytes("int8") },
    { path: "model.onnx", role: "onnx-float32", bytes: bytes("onnx float32") },
    { path: "model.int8.onnx", role: "onnx-int8", bytes: bytes("onnx int8") },
    { path: "golden/answers.json", role: "golden-answers", bytes: bytes("{}") },
  ]);
  await mkdir(run, { recursive: true });
  await writeBundle(join(run, "bundle"), files);
  const answers = {
    logits: Float32Array.of(1, 0, 0, 0, 1, 0, 1, 0, 0),
    labels: Int32Array.of(0, 1, 2),
  };
  const evaluation = evaluationDocument(
    { heldOut: answers, val: answers },
    {
      classes: facts.classes,
      temperature: 1.25,
      tflite: [],
      measurement: {
        measured: facts.created,
        checkpoint: "best, epoch 1 of 1",
        input: "40×40",
        precision: "f32",
        library: "none",
        dataset: { name: "shapes", fingerprint: "4be1", excluded: 0 },
      },
    },
  );
  await writeFile(join(run, "evaluation.json"), JSON.stringify(evaluation));
  await writeFile(join(run, "history.png"), "an image");
  await writeFile(join(run, "robustness.json"), JSON.stringify(robustness));
}

shipping(
  "leaves the TensorFlow.js weights and the ONNX files, and adds evaluation, plot and a fuller card",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const [run, out] = [join(folder, "run"), join(folder, "shipped")];
      await writeRun(run);
      await shipBundle(run, out);
      const shipped = await readBundle((path) => readFile(join(out, path)));
      assert.equal(shipped.manifest.files.map(({ role }) => role).toSorted(), [
        "card",
        "evaluation",
        "golden-answers",
        "history-plot",
        "robustness",
        "tflite-float32",
        "tflite-int8",
      ]);
      const { schemaVersion: _, files: __, ...kept } = shipped.manifest;
      assert.equal(kept, facts);
      const card = new TextDecoder().decode(bundleFile(shipped, "card"));
      assert.match(card, "thing 0 1 of 1");
      assert.match(card, "| thing 2 | thing 0 | 100 % |");
      assert.match(card, "](history.png)");
      assert.match(card, "float32: 75.0 clean, 30.0 corrupted");
      assert.match(card, "| fog | 50.0 | 40.0 | 30.0 | 20.0 | 10.0 | 30.0 |");
      assert.match(card, "a temperature of 1.250");
      assert.not.match(card, "weights.bin");
      assert.not.match(card, "onnx");
    });
  },
);

shipping("refuses a robustness that is older than the bundle", async () => {
  await inTemporaryFolder(async (folder) => {
    const run = join(folder, "run");
    await writeRun(run);
    const older = { ...robustness, measured: "2026-11-23T09:00:00Z" };
    await writeFile(join(run, "robustness.json"), JSON.stringify(older));
    const { message } = await rejectionOf(shipBundle(run, join(folder, "shipped")));
    assert.match(message, /robustness\.json is older than the bundle; measure robustness again/);
  });
});

shipping("refuses a folder of other files, which would be lost", async () => {
  await inTemporaryFolder(async (folder) => {
    const run = join(folder, "run");
    await writeRun(run);
    const { message } = await rejectionOf(shipBundle(run, run));
    assert.match(
      message,
      /^Cannot write a bundle to .*: it holds other files, which would be lost/,
    );
    await readFile(join(run, "evaluation.json"));
    // What a bundle replaces is a bundle.
    const out = join(folder, "shipped");
    await shipBundle(run, out);
    await shipBundle(run, out);
  });
});

shipping(
  "refuses an evaluation that is missing or of another export, and leaves what is there",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const [run, out] = [join(folder, "run"), join(folder, "shipped")];
      await writeRun(run);
      const evaluation = await readFile(join(run, "evaluation.json"), "utf8");
      await writeFile(join(run, "evaluation.json"), evaluation.replace(facts.created, "yesterday"));
      await mkdir(out);
      await writeFile(join(out, "mine"), "");
      const other = await rejectionOf(shipBundle(run, out));
      assert.match(other.message, /is from another export than its bundle; export the run again$/);
      await rm(join(run, "evaluation.json"));
      const missing = await rejectionOf(shipBundle(run, out));
      assert.match(missing.message, /it has no evaluation\.json; export the run again$/);
      assert.is(await readFile(join(out, "mine"), "utf8"), "");
    });
  },
);

shipping.run();
