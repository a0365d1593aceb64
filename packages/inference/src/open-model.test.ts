import { suite } from "uvu";
import * as assert from "uvu/assert";
import { litertLibrary, wherePossible } from "@inception-edge/testing/litert-library";
import { randomInput } from "@inception-edge/testing/networks/random-input";
import { float32File, INPUT_SHAPE, int8File } from "../test/narrow-files.ts";
import { rejectionOf } from "../test/rejection-of.ts";
import { compileEngine } from "./compile-engine.ts";
import { engineNames, wasmEngineNames } from "./engine.ts";
import { realNumbers } from "./inference-model.ts";
import { openModel } from "./open-model.ts";

const open = suite("openModel()");

for (const name of engineNames) {
  const test = wherePossible(open, name);
  const engine = { engine: name, library: litertLibrary };

  test(`${name} answers with a distribution, again and again the same`, async () => {
    for (const file of [float32File, int8File]) {
      const model = await openModel(file, engine);
      assert.is(model.engine.name, name);
      assert.equal(model.input, { name: "input", shape: INPUT_SHAPE });
      assert.equal(model.outputs, [{ name: "main_out", shape: [1, 5] }]);
      const [first] = await model.run(randomInput(1));
      const [other] = await model.run(randomInput(2));
      const [again] = await model.run(randomInput(1));
      assert.equal(first, again);
      assert.is.not(first!.join(), other!.join());
      const sum = first!.reduce((total, score) => total + score, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5, `sum is ${sum}`);
      model.dispose();
    }
  });

  test(`${name} hands out tensors from inside, int8 ones as real numbers`, async () => {
    for (const file of [float32File, int8File]) {
      const model = await openModel(file, { ...engine, expose: ["inception_5b/concat", "pool1"] });
      assert.equal(
        model.outputs.map((output) => output.name),
        ["main_out", "inception_5b/concat", "pool1"],
      );
      const outputs = await model.run(randomInput(1));
      for (const [place, { shape, name: tensor }] of model.outputs.entries()) {
        const size = shape.reduce((product, length) => product * length, 1);
        assert.is(outputs[place]!.length, size, tensor);
        assert.ok(
          outputs[place]!.some((value) => value > 0),
          tensor,
        );
        assert.ok(
          outputs[place]!.every((value) => value >= 0),
          `${tensor} comes after a ReLU`,
        );
      }
      model.dispose();
    }
  });

  test(`${name} computes all outputs and hands out the first ones, if those are wanted`, async () => {
    for (const file of [float32File, int8File]) {
      const model = await openModel(file, { ...engine, expose: ["inception_5b/concat", "pool1"] });
      const all = await model.run(randomInput(1));
      for (const wanted of [1, 2, 3]) {
        assert.equal(await model.run(randomInput(1), wanted), all.slice(0, wanted));
      }
      model.dispose();
    }
  });

  test(`${name} hands out what the file stores, if that is wanted`, async () => {
    for (const [file, Values] of [
      [float32File, Float32Array],
      [int8File, Int8Array],
    ] as const) {
      const model = await openModel(file, { ...engine, expose: ["pool1"] });
      const numbers = await model.run(randomInput(1));
      const stored = await model.runStored(randomInput(1));
      assert.ok(stored[1]!.values instanceof Values, `${name} stores ${Values.name}`);
      assert.equal(
        stored.map((output) => realNumbers(output)),
        numbers,
      );
      assert.is((await model.runStored(randomInput(1), 1)).length, 1);
      model.dispose();
    }
  });

  test(`${name} keeps what it handed out as real numbers`, async () => {
    for (const file of [int8File, float32File]) {
      const model = await openModel(file, { ...engine, expose: ["pool1"] });
      const outputs = await model.run(randomInput(1));
      const kept = outputs.map((output) => output.slice());
      await model.run(randomInput(2));
      assert.equal(outputs, kept);
      await model.dispose();
    }
  });

  test(`${name} lets calls wait for one another`, async () => {
    const model = await openModel(float32File, engine);
    const inputs = [1, 2, 3, 4].map((seed) => randomInput(seed));
    const together = await Promise.all(inputs.map((input) => model.run(input)));
    for (const [place, input] of inputs.entries()) {
      assert.equal(await model.run(input), together[place]);
    }
    model.dispose();
  });

  test(`${name} keeps models apart`, async () => {
    const [one, two] = [await openModel(float32File, engine), await openModel(int8File, engine)];
    const [before] = await one.run(randomInput(1));
    await two.run(randomInput(2));
    two.dispose();
    assert.equal((await one.run(randomInput(1)))[0], before);
    one.dispose();
  });
}

open("all engines give the same int8 answers", async () => {
  const here = litertLibrary === undefined ? wasmEngineNames : engineNames;
  const models = await Promise.all(
    here.map((engine) => openModel(int8File, { engine, library: litertLibrary })),
  );
  for (let seed = 0; seed < 20; seed += 1) {
    const [first, ...others] = await Promise.all(
      models.map(async (model) => (await model.run(randomInput(seed)))[0]!),
    );
    for (const other of others) {
      const largest = Math.max(...first!.map((score, at) => Math.abs(score - other[at]!)));
      assert.ok(largest < 1e-6, `seed ${seed} differs by ${largest}`);
    }
  }
  for (const model of models) model.dispose();
});

open("picks the fastest engine by itself and says why", async () => {
  const model = await openModel(float32File);
  assert.equal(model.engine, {
    name: "litert",
    variant: "relaxed-simd",
    why: "the fastest that this runtime supports",
  });
  model.dispose();
});

open("starts from an engine that was compiled before, as a worker is sent it", async () => {
  const engine = structuredClone(await compileEngine("tfjs-tflite"));
  const model = await openModel(float32File, { engine });
  assert.is(model.engine.name, "tfjs-tflite");
  assert.is((await model.run(randomInput(1)))[0]!.length, 5);
  model.dispose();
});

open("refuses the network of another manifest", async () => {
  const output = await rejectionOf(openModel(float32File, { expect: { output: [1, 200] } }));
  assert.is(output.code, "wrong_model");
  assert.is(
    output.message,
    'Cannot use TFLite model: its output "main_out" is [1, 5], wanted [1, 200]; give the model that belongs to this manifest',
  );
  const input = await rejectionOf(openModel(float32File, { expect: { input: [1, 56, 56, 3] } }));
  assert.match(input.message, 'its input "input" is [1, 40, 40, 3], wanted [1, 56, 56, 3]');
  const exposed = await rejectionOf(openModel(float32File, { expose: ["conv9"] }));
  assert.is(exposed.code, "wrong_model");
  assert.match(exposed.message, 'Cannot expose "conv9"');
});

open("refuses an input of another size, and goes on", async () => {
  const model = await openModel(float32File);
  const error = await rejectionOf(model.run(new Float32Array(7)));
  assert.is(error.code, "bad_input");
  assert.is(
    error.message,
    "Cannot run the model: the input has 7 numbers, wanted 4800 for [1, 40, 40, 3]",
  );
  assert.is((await model.run(randomInput(1))).length, 1);
  model.dispose();
});

open("ends with dispose(): the call before is answered, the one after refused", async () => {
  const model = await openModel(float32File);
  const before = model.run(randomInput(1));
  model.dispose();
  model.dispose();
  assert.is((await before).length, 1);
  assert.is((await rejectionOf(model.run(randomInput(1)))).code, "disposed");
});

open.run();
