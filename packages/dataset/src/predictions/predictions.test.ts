import { readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import type { Predictions } from "./predictions.ts";
import { readPredictions } from "./read-predictions.ts";
import { writePredictions } from "./write-predictions.ts";

const test = suite("predictions");

const predictions: Predictions = {
  how: "5-fold",
  dataset: { name: "pets", root: "/photos/pets", fingerprint: "f".repeat(64) },
  classes: [
    { id: "n02123045", wnid: "n02123045", label: "tabby" },
    { id: "dog", label: "dog" },
  ],
  images: [
    { path: "cat/Zoë 1.jpg", label: 0, fold: 0 },
    { path: "dog/1.jpg", label: 1, fold: 4 },
    { path: "dog/2.jpg", label: 1, fold: 1 },
  ],
  probabilities: Float32Array.of(0.75, 0.25, 0.1, 0.9, 1, 0),
  featuresOf: "one model",
  features: Float32Array.from({ length: 3 * 5 }, (_, index) => index / 7),
};

test("readPredictions() reads what writePredictions() wrote", async () => {
  await inTemporaryFolder(async (run) => {
    const folder = join(run, "predictions");
    await writePredictions(folder, predictions);
    assert.equal(await readPredictions(folder), predictions);
    const bytes = await readFile(join(folder, "probabilities.f32"));
    assert.is(bytes.readFloatLE(0), 0.75);
    assert.is(bytes.length, 4 * 6);

    const { features: _, featuresOf: __, ...without } = predictions;
    await writePredictions(folder, without);
    assert.equal(await readPredictions(folder), without, "replaces the former, features and all");
    assert.equal(await readdir(run), ["predictions"]);
  });
});

test("writePredictions() takes views of larger arrays", async () => {
  await inTemporaryFolder(async (run) => {
    const folder = join(run, "predictions");
    const larger = Float32Array.of(9, ...predictions.probabilities, 9);
    await writePredictions(folder, { ...predictions, probabilities: larger.subarray(1, 7) });
    assert.equal((await readPredictions(folder)).probabilities, predictions.probabilities);
  });
});

const { images } = predictions;
const contradictions: readonly (readonly [Partial<Predictions>, RegExp])[] = [
  [{ images: [] }, /there are no images$/],
  [{ classes: predictions.classes.slice(1) }, /fewer than two classes$/],
  [{ images: [...images.slice(1), { ...images[0]!, label: 2 }] }, /label of "cat.*" is 2, and/],
  [{ images: [images[0]!, images[0]!, images[1]!] }, /an image is there twice$/],
  [{ probabilities: new Float32Array(5) }, /there are 5 probabilities, wanted 3 × 2$/],
  [{ probabilities: Float32Array.of(0.5, 0.5, NaN, 1, 1, 0) }, /of "dog\/1.jpg" are not in/],
  [{ probabilities: Float32Array.of(0.5, 0.5, 1, 0, 1, 1) }, /of "dog\/2.jpg" are not in/],
  [{ features: new Float32Array(7) }, /there are 7 features, wanted a multiple of 3$/],
  [{ features: Float32Array.of(1, 2, Infinity) }, /a feature is not a finite number$/],
];

test("writePredictions() refuses what contradicts itself, and keeps the former", async () => {
  await inTemporaryFolder(async (run) => {
    const folder = join(run, "predictions");
    await writePredictions(folder, predictions);
    for (const [change, reason] of contradictions) {
      const error = await rejectionOf(writePredictions(folder, { ...predictions, ...change }));
      assert.instance(error, RangeError);
      assert.match(error.message, reason);
    }
    assert.equal(await readPredictions(folder), predictions);
  });
});

const damages: readonly (readonly [(folder: string) => Promise<unknown>, RegExp])[] = [
  [(folder) => rm(folder, { recursive: true }), /: index\.json is missing; train again/],
  [(folder) => rm(join(folder, "features.f32")), /: features\.f32 is missing;/],
  [(folder) => truncate(join(folder, "probabilities.f32"), 20), /has 20 bytes, wanted 24;/],
  [(folder) => writeFile(join(folder, "index.json"), "{"), /: it is not JSON;/],
  [(folder) => writeFile(join(folder, "index.json"), "null"), /version is undefined, wanted 1;/],
  [(folder) => edit(folder, { schemaVersion: 2 }), /version is 2, wanted 1;/],
  [(folder) => edit(folder, { images: [{ path: "a" }] }), /: its "images" is missing or/],
  [(folder) => edit(folder, { dataset: undefined }), /: its "dataset" is missing or/],
  [(folder) => edit(folder, { featureLength: -1 }), /: its "featureLength" is missing or/],
  [(folder) => writeFile(join(folder, "probabilities.f32"), Buffer.alloc(24)), /not in \[0, 1\]/],
];

async function edit(folder: string, change: object): Promise<void> {
  const path = join(folder, "index.json");
  const index = JSON.parse(await readFile(path, "utf8")) as object;
  await writeFile(path, JSON.stringify({ ...index, ...change }));
}

test("readPredictions() names the folder and what is wrong with it", async () => {
  await inTemporaryFolder(async (run) => {
    const folder = join(run, "predictions");
    for (const [damage, reason] of damages) {
      await writePredictions(folder, predictions);
      await damage(folder);
      const { message } = await rejectionOf(readPredictions(folder));
      assert.match(message, `Cannot read the predictions "${folder}": `);
      assert.match(message, reason);
    }
  });
});

test.run();
