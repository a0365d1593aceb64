import { join } from "node:path";
import { weightSpecs, type Weights } from "@inception-edge/model";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CLASSES, openNarrowSession, type NarrowSession } from "../testing/narrow-session.ts";
import type { Batch } from "../train/trainer-session.ts";
import { weightedLoss } from "./losses.ts";

const program = suite("trainingProgram()");

const LEARNING_RATE = 0.01;

type Options = Parameters<typeof openNarrowSession>[0];

async function withSession(
  options: Options,
  work: (narrow: NarrowSession) => Promise<void>,
): Promise<void> {
  const narrow = await openNarrowSession(options);
  try {
    await work(narrow);
  } finally {
    await narrow.close();
  }
}

/** Eight pictures, others for every `number`. */
function batchOf({ labels }: NarrowSession, number = 0): Batch {
  const indices = Int32Array.from(
    { length: 8 },
    (_, index) => (number * 8 + index) % labels.length,
  );
  return { indices, labels: indices.map((index) => labels[index]!) };
}

/** Total losses of steps `from` up to `to`. */
async function losses(narrow: NarrowSession, from: number, to: number): Promise<number[]> {
  const found: number[] = [];
  for (let step = from; step < to; step += 1) {
    const metrics = await narrow.session.step(batchOf(narrow, step), step, LEARNING_RATE);
    found.push(metrics[0]!);
  }
  return found;
}

async function firstLosses(options: Options): Promise<number[]> {
  let found: number[] = [];
  await withSession(options, async (narrow) => {
    found = await losses(narrow, 0, 10);
  });
  return found;
}

/** The gradient of every trainable weight at where the session stands. */
async function gradientsOf(
  narrow: NarrowSession,
  step: number,
): Promise<Map<string, Float32Array>> {
  const { indices, labels } = batchOf(narrow, step);
  const outputs = await narrow.engine.run("gradients", {
    indices: { dtype: "int32", shape: [8], values: indices },
    labels: { dtype: "int32", shape: [8], values: labels },
    step: { dtype: "int32", shape: [], values: Int32Array.of(step) },
  });
  return new Map(
    Object.entries(outputs).map(([name, { values }]) => [name, values as Float32Array]),
  );
}

/** Largest |actual − expected|, as a share of the largest |expected|. */
function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [error, size] = [0, 0];
  for (let index = 0; index < expected.length; index += 1) {
    error = Math.max(error, Math.abs(actual[index]! - expected[index]!));
    size = Math.max(size, Math.abs(expected[index]!));
  }
  return error === 0 ? 0 : error / size;
}

function valuesOf(weights: Weights, name: string): Float32Array {
  return weights.get(name)!.values;
}

/** Everything random at once. */
const random: Options = {
  normalization: "batch",
  dropout: { main: 0.4, aux: 0.7 },
  augmentation: { kind: "affine", rotationDegrees: 20, shift: 0.2, flip: true },
};

program("trainingProgram() gives the same first ten losses for the same seed", async () => {
  for (const precision of ["f32", "bf16"] as const) {
    const first = await firstLosses({ ...random, precision });
    assert.equal(await firstLosses({ ...random, precision }), first);
    const other = await firstLosses({ ...random, precision, seed: 2 });
    assert.ok(other.every((loss, step) => loss !== first[step]));
  }
});

program("trainingProgram() in bfloat16 follows float32", async () => {
  const [f32, bf16] = [await firstLosses({}), await firstLosses({ precision: "bf16" })];
  for (const [step, loss] of bf16.entries()) {
    assert.ok(Math.abs(loss / f32[step]! - 1) < 0.02, `step ${step}: ${loss}, f32: ${f32[step]}`);
  }
  assert.not.equal(bf16, f32);
});

program("trainingProgram() starts near ln(classes) in every output", async () => {
  for (const normalization of ["bias", "batch"] as const) {
    await withSession({ normalization }, async (narrow) => {
      const metrics = await narrow.session.step(batchOf(narrow), 0, 0);
      const outputs = [...metrics.subarray(1, 4)];
      for (const loss of outputs) assert.ok(Math.abs(loss - Math.log(CLASSES)) < 0.5, `${loss}`);
      const at = (name: string): number => outputs[narrow.model.outputs.indexOf(name as never)]!;
      assert.ok(Math.abs(metrics[0]! - weightedLoss(narrow.model.outputs, at)) < 1e-5);
      for (const accuracy of metrics.subarray(4)) assert.is((8 * accuracy) % 1, 0);
    });
  }
});

program("trainingProgram() smooths labels by the formula", async () => {
  const smoothing = 0.1;
  await withSession({ labelSmoothing: smoothing }, async (narrow) => {
    const batch = batchOf(narrow);
    const logits = await narrow.session.evaluate(batch.indices);
    const metrics = await narrow.session.step(batch, 0, 0);
    for (const [index, output] of narrow.model.outputs.entries()) {
      let sum = 0;
      for (const [row, label] of batch.labels.entries()) {
        const of = [...logits.get(output)!.subarray(row * CLASSES, (row + 1) * CLASSES)];
        const total = Math.log(of.reduce((exps, logit) => exps + Math.exp(logit), 0));
        for (const [at, logit] of of.entries()) {
          const target = smoothing / CLASSES + (at === label ? 1 - smoothing : 0);
          sum += target * (total - logit);
        }
      }
      assert.ok(Math.abs(metrics[1 + index]! - sum / 8) < 1e-5, output);
    }
  });
});

program("trainingProgram() moves batch statistics by the momentum", async () => {
  const [ofBatch, moved] = [await statisticsOf(0), await statisticsOf(0.75)];
  let count = 0;
  for (const [name, { values }] of moved) {
    const [start] = name.endsWith("/mean") ? [0] : name.endsWith("/variance") ? [1] : [];
    if (start === undefined) continue;
    const expected = valuesOf(ofBatch, name).map((value) => 0.75 * start + 0.25 * value);
    assert.ok(difference(values, expected) < 1e-5, name);
    assert.ok(difference(valuesOf(ofBatch, name), values) > 0.01, `${name} has not moved`);
    count += 1;
  }
  assert.ok(count > 100);
});

/** The weights after one step that changes nothing else. */
async function statisticsOf(batchNormMomentum: number): Promise<Weights> {
  let weights: Weights = new Map();
  await withSession({ normalization: "batch", batchNormMomentum }, async (narrow) => {
    await narrow.session.step(batchOf(narrow), 0, 0);
    weights = await narrow.session.weights();
  });
  return weights;
}

program("trainingProgram() decays kernels, and nothing else", async () => {
  const weightDecay = 0.1;
  const optimizer = { kind: "sgd", momentum: 0, nesterov: false } as const;
  const oneStep = async (decay: number): Promise<readonly [Weights, Weights]> => {
    let found: readonly [Weights, Weights] = [new Map(), new Map()];
    await withSession({ normalization: "batch", optimizer, weightDecay: decay }, async (narrow) => {
      const before = await narrow.session.weights();
      await narrow.session.step(batchOf(narrow), 0, LEARNING_RATE);
      found = [before, await narrow.session.weights()];
    });
    return found;
  };
  const [[before, decayed], [, plain]] = [await oneStep(weightDecay), await oneStep(0)];
  for (const [name, { values }] of decayed) {
    const expected = valuesOf(plain, name).map(
      (value, at) =>
        value -
        (name.endsWith("/kernel") ? LEARNING_RATE * weightDecay * valuesOf(before, name)[at]! : 0),
    );
    if (name.endsWith("/kernel")) assert.ok(difference(values, expected) < 1e-6, name);
    else assert.equal(values, expected, name);
  }
});

program("trainingProgram() updates by SGD with momentum as written", async () => {
  const momentum = 0.9;
  for (const nesterov of [true, false]) {
    const optimizer = { kind: "sgd", momentum, nesterov } as const;
    await withSession({ optimizer }, async (narrow) => {
      const velocities = new Map<string, Float32Array>();
      await checkUpdates(narrow, (name, w, g) => {
        const old = velocities.get(name) ?? new Float32Array(w.length);
        const velocity = g.map((slope, at) => momentum * old[at]! + slope);
        velocities.set(name, velocity);
        const way = nesterov ? g.map((slope, at) => slope + momentum * velocity[at]!) : velocity;
        return w.map((value, at) => value - LEARNING_RATE * way[at]!);
      });
    });
  }
});

program("trainingProgram() updates by Adam as written", async () => {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
  await withSession({ optimizer: { kind: "adam", beta1, beta2, epsilon } }, async (narrow) => {
    const moments = new Map<string, readonly [Float64Array, Float64Array]>();
    await checkUpdates(narrow, (name, w, g, step) => {
      const [m, v] = moments.get(name) ?? [new Float64Array(w.length), new Float64Array(w.length)];
      moments.set(name, [
        m.map((mean, at) => beta1 * mean + (1 - beta1) * g[at]!),
        v.map((square, at) => beta2 * square + (1 - beta2) * g[at]! ** 2),
      ]);
      const [mean, square] = moments.get(name)!;
      // Kingma & Ba's more efficient order (end of §2), where ε stands outside the correction.
      const rate = (LEARNING_RATE * Math.sqrt(1 - beta2 ** (step + 1))) / (1 - beta1 ** (step + 1));
      return w.map((value, at) => value - (rate * mean[at]!) / (Math.sqrt(square[at]!) + epsilon));
    });
  });
});

/** Holds three steps' weights against those that `update` makes of the weights before and their gradients. */
async function checkUpdates(
  narrow: NarrowSession,
  update: (name: string, w: Float32Array, g: Float32Array, step: number) => Float32Array,
): Promise<void> {
  const trainable = weightSpecs(narrow.model).filter((spec) => spec.trainable);
  for (let step = 0; step < 3; step += 1) {
    const [before, slopes] = [await narrow.session.weights(), await gradientsOf(narrow, step)];
    await narrow.session.step(batchOf(narrow, step), step, LEARNING_RATE);
    const after = await narrow.session.weights();
    for (const { name } of trainable) {
      const expected = update(name, valuesOf(before, name), slopes.get(name)!, step);
      const error = difference(valuesOf(after, name), expected);
      assert.ok(error < 1e-4, `${name}, step ${step}: ${error}`);
    }
  }
}

program(
  "trainingProgram() drops units in training by the step, and none in evaluation",
  async () => {
    await withSession({ dropout: { main: 0.4, aux: 0.7 } }, async (narrow) => {
      const batch = batchOf(narrow);
      const lossAt = async (step: number): Promise<number> =>
        (await narrow.session.step(batch, step, 0))[0]!;
      const [first, other, again] = [await lossAt(0), await lossAt(1), await lossAt(0)];
      assert.is(again, first);
      assert.is.not(other, first);
      const logits = await narrow.session.evaluate(batch.indices);
      assert.equal(await narrow.session.evaluate(batch.indices), logits);
      await withSession({}, async (plain) => {
        assert.equal(await plain.session.evaluate(batch.indices), logits);
      });
    });
  },
);

program("trainingProgram() trains one set of weights on pictures of several sizes", async () => {
  const options = { normalization: "batch", augmentation: { kind: "none" } } as const;
  await withSession({ ...options, sizes: [40, 56] }, async (both) => {
    await withSession(options, async (one) => {
      // At full size the step is the one of a program that knows no other, up to how ops are fused; from
      // the third on, what that rounds otherwise has grown.
      for (let step = 0; step < 2; step += 1) {
        const batch = batchOf(both, step);
        const [metrics, wanted] = [
          await both.session.step(batch, step, LEARNING_RATE),
          await one.session.step(batch, step, LEARNING_RATE),
        ];
        assert.ok(
          difference(metrics, wanted) < 1e-5,
          `${String(metrics)}, wanted ${String(wanted)}`,
        );
      }
    });
    const before = await both.session.weights();
    const metrics = await both.session.step(batchOf(both, 3), 3, LEARNING_RATE, 40);
    assert.ok(metrics.every(Number.isFinite), String(metrics));
    const after = await both.session.weights();
    for (const { name } of weightSpecs(both.model)) {
      assert.ok(difference(valuesOf(after, name), valuesOf(before, name)) > 0, name);
    }
  });
});

for (const optimizer of [
  { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  { kind: "sgd", momentum: 0.9, nesterov: true },
] as const) {
  program(
    `trainingProgram() goes on from a checkpoint to the last bit, ${optimizer.kind}`,
    async () => {
      const options = { normalization: "batch", optimizer } as const;
      await withSession(options, async (narrow) => {
        await losses(narrow, 0, 4);
        const prefix = join(narrow.folder, "variables");
        await narrow.session.save(prefix);
        const expected = await losses(narrow, 4, 8);
        const weights = await narrow.session.weights();

        // Another seed: what is not restored would show.
        await withSession({ ...options, seed: 99 }, async (other) => {
          await losses(other, 0, 2);
          await other.session.restore(prefix);
          assert.equal(await losses(other, 4, 8), expected);
          const theirs = await other.session.weights();
          for (const [name, { values }] of weights) assert.equal(valuesOf(theirs, name), values);
        });
      });
    },
  );
}

program.run();
