import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  bundleFile,
  goldenProblems,
  hashInput,
  parseGoldenAnswers,
  prepareInput,
  readBundle,
} from "@inception-edge/bundle";
import { loadDecoder } from "@inception-edge/image";
import { openModel } from "@inception-edge/inference";

const shipped = suite("the shipped bundle");

const PACKAGE = resolve(import.meta.dirname, "../..");
const bundle = await readBundle((path) => readFile(join(PACKAGE, "bundle", path)));
const { manifest, files } = bundle;
const MAX_BYTES = 35e6;

shipped("is whole, and within what a clone may carry", () => {
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  assert.is(files.size, manifest.files.length);
  assert.ok(bytes <= MAX_BYTES, `${bytes} bytes`);
  assert.is(manifest.classes.length, 200);
});

for (const role of ["tflite-float32", "tflite-int8"]) {
  shipped(`answers its golden images by ${role}`, async () => {
    const decoder = await loadDecoder({ background: manifest.input.background });
    const model = await openModel(bundleFile(bundle, role));
    for (const expected of parseGoldenAnswers(bundleFile(bundle, "golden-answers")).cases) {
      const input = prepareInput(manifest.input, decoder.decode(files.get(expected.path)!));
      const [scores] = await model.run(input);
      const found = { inputSha256: await hashInput(input), scores: scores! };
      assert.equal(goldenProblems(expected, role, found), []);
    }
    model.dispose();
  });
}

shipped("has the figures that the README and its own card tell", async () => {
  const readme = await readFile(resolve(PACKAGE, "../../README.md"), "utf8");
  const card = new TextDecoder().decode(bundleFile(bundle, "card"));
  const measured = manifest.metrics.filter(({ split }) => split === "official val");
  assert.is(measured.length, 3, "weights, float32 and int8");
  for (const { method, values } of measured) {
    for (const name of ["top1", "top5"]) {
      const fraction = values[name]!;
      assert.match(card, `${name} ${fraction.toPrecision(4)}`, method);
      if (method.startsWith("TFLite")) assert.match(readme, `${(100 * fraction).toFixed(2)} %`);
    }
  }
});

shipped.run();
