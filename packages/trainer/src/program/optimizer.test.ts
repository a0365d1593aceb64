import { suite } from "uvu";
import * as assert from "uvu/assert";
import { weightSpecs, type Weights } from "@inception-edge/model";
import { difference } from "@inception-edge/testing/difference";
import type { NarrowSession } from "../../test/narrow-session.ts";
import { batchOf, gradientsOf, valuesOf, withSession } from "../../test/narrow-steps.ts";
import { CPU_TUNING, type Tuning } from "./tuning.ts";

const updates = suite("applyUpdates()");

const LEARNING_RATE = 0.01;

updates("applyUpdates() decays kernels, and nothing else", async () => {
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
      (value, index) =>
        value -
        (name.endsWith("/kernel")
          ? LEARNING_RATE * weightDecay * valuesOf(before, name)[index]!
          : 0),
    );
    if (name.endsWith("/kernel")) assert.ok(difference(values, expected) < 1e-6, name);
    else assert.equal(values, expected, name);
  }
});

updates("applyUpdates() updates by SGD with momentum as written", async () => {
  const momentum = 0.9;
  for (const nesterov of [true, false]) {
    const optimizer = { kind: "sgd", momentum, nesterov } as const;
    await withSession({ optimizer }, async (narrow) => {
      const velocities = new Map<string, Float32Array>();
      await checkUpdates(narrow, (name, w, g) => {
        const old = velocities.get(name) ?? new Float32Array(w.length);
        const buffer = g.map((slope, index) => momentum * old[index]! + slope);
        velocities.set(name, buffer);
        const way = nesterov ? g.map((slope, index) => slope + momentum * buffer[index]!) : buffer;
        return w.map((value, index) => value - LEARNING_RATE * way[index]!);
      });
    });
  }
});

updates("applyUpdates() updates by Adam as written", async () => {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
  await withSession({ optimizer: { kind: "adam", beta1, beta2, epsilon } }, async (narrow) => {
    const moments = new Map<string, readonly [Float64Array, Float64Array]>();
    await checkUpdates(narrow, (name, w, g, step) => {
      const [m, v] = moments.get(name) ?? [new Float64Array(w.length), new Float64Array(w.length)];
      moments.set(name, [
        m.map((mean, index) => beta1 * mean + (1 - beta1) * g[index]!),
        v.map((square, index) => beta2 * square + (1 - beta2) * g[index]! ** 2),
      ]);
      const [mean, square] = moments.get(name)!;
      // Kingma & Ba's more efficient order (end of §2), where ε stands outside the correction.
      const rate = (LEARNING_RATE * Math.sqrt(1 - beta2 ** (step + 1))) / (1 - beta1 ** (step + 1));
      return w.map(
        (value, index) => value - (rate * mean[index]!) / (Math.sqrt(square[index]!) + epsilon),
      );
    });
  });
});

for (const [how, muon] of [
  ["kernels alone, one Gram matrix", { stackOverhead: 0, iterationsPerGram: 4 }],
  [
    "kernels padded into two stacks, two",
    { stackOverhead: Number.MAX_VALUE, iterationsPerGram: 2 },
  ],
] as const) {
  updates(`applyUpdates() updates hidden kernels by Muon as written, all else by SGD: ${how}`, () =>
    checkMuon({ ...CPU_TUNING, muon }),
  );
}

async function checkMuon(tuning: Tuning): Promise<void> {
  const momentum = 0.9;
  const optimizer = { kind: "muon", momentum } as const;
  await withSession({ normalization: "batch", optimizer, tuning }, async (narrow) => {
    const shapes = new Map(weightSpecs(narrow.model).map(({ name, shape }) => [name, shape]));
    const heads: readonly string[] = narrow.model.outputs;
    const velocities = new Map<string, Float64Array>();
    await checkUpdates(narrow, (name, w, g) => {
      const old = velocities.get(name) ?? new Float64Array(w.length);
      const buffer = old.map((value, index) => momentum * value + g[index]!);
      velocities.set(name, buffer);
      const ahead = buffer.map((value, index) => g[index]! + momentum * value);
      if (!name.endsWith("/kernel") || heads.includes(name.slice(0, -"/kernel".length))) {
        return w.map((value, index) => value - LEARNING_RATE * ahead[index]!);
      }
      const columns = shapes.get(name)!.at(-1)!;
      const rows = w.length / columns;
      const direction = orthogonal(ahead, columns);
      const norm = Math.sqrt(2 * columns);
      const length = (LEARNING_RATE * norm) / Math.sqrt(Math.min(rows, columns));
      const next = Float64Array.from(w, (value, index) => value - length * direction[index]!);
      const hold = norm / Math.hypot(...next);
      return Float32Array.from(next, (value) => value * hold);
    });
  });
}

const ITERATIONS = [
  [7.71097, -22.11375, 16.24874],
  [3.21528, -2.41117, 0.5013],
  [2.21831, -1.59399, 0.41075],
  [1.88421, -1.26019, 0.37602],
] as const;

/** Four iterations on a row-major matrix, always from the side of its rows. */
function orthogonal(matrix: Float64Array, columns: number): Float64Array {
  const rows = matrix.length / columns;
  const gramOf = (y: Float64Array): Float64Array =>
    fill(rows, rows, (i, j) => total(columns, (k) => y[i * columns + k]! * y[j * columns + k]!));
  const length = 1.01 * Math.sqrt(Math.hypot(...gramOf(matrix)));
  let x: Float64Array = matrix.map((value) => value / length);
  for (const [a, b, c] of ITERATIONS) {
    const gram = gramOf(x);
    const square = fill(rows, rows, (i, j) =>
      total(rows, (k) => gram[i * rows + k]! * gram[k * rows + j]!),
    );
    const series = gram.map((value, index) => b * value + c * square[index]!);
    const last = x;
    x = fill(
      rows,
      columns,
      (i, j) =>
        a * last[i * columns + j]! +
        total(rows, (k) => series[i * rows + k]! * last[k * columns + j]!),
    );
  }
  return x;
}

function fill(
  rows: number,
  columns: number,
  value: (row: number, column: number) => number,
): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, index) =>
    value(Math.floor(index / columns), index % columns),
  );
}

function total(count: number, term: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += term(index);
  return sum;
}

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

updates.run();
