import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ensureTensorFlow, startGraphThread } from "@inception-edge/tensorflow";
import {
  assign,
  encodeSavedModel,
  GraphBuilder,
  group,
  writeSavedModel,
} from "@inception-edge/tensorflow/graph";
import { identity, placeholder } from "@inception-edge/tensorflow/ops";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { batchOf, gradientsOf, valuesOf, withSession } from "../../test/narrow-steps.ts";
import { lossScale, scaledStep } from "./loss-scale.ts";

const scaling = suite("lossScale()");

const FIRST = 2 ** 15;

scaling("lossScale() is exact: gradients come out as they would without it", () =>
  withScale(async (step) => {
    const { seeds, first, second } = await step([1e-8, -3, 0.1], [[7, 1e-30]]);
    assert.equal(
      seeds,
      Float32Array.of(1e-8, -3, 0.1).map((seed) => seed * FIRST),
    );
    assert.equal(first, Float32Array.of(1e-8, -3, 0.1));
    assert.equal(second, Float32Array.of(7, 1e-30));
  }),
);

for (const bad of [Infinity, -Infinity, NaN]) {
  scaling(`lossScale() lets no gradient through, and halves, when one is ${bad}`, () =>
    withScale(async (step) => {
      const harmed = await step([1, 2, 3], [[4, bad]]);
      assert.equal(harmed.first, Float32Array.of(0, 0, 0));
      assert.equal(harmed.second, Float32Array.of(0, 0));
      const next = await step([1, 2, 3], [[4, 5]]);
      assert.equal(
        next.seeds,
        Float32Array.of(1, 2, 3).map((seed) => (seed * FIRST) / 2),
      );
      assert.equal(next.first, Float32Array.of(1, 2, 3));
    }),
  );
}

scaling("lossScale() doubles after so many finite steps in a row", () =>
  withScale(async (step) => {
    const factors: number[] = [];
    for (const value of [1, 1, 1, 1, 1, 1, NaN, 1, 1, 1, 1, Infinity, 1]) {
      factors.push((await step([1, 1, 1], [[1, value]])).seeds[0]! / FIRST);
    }
    assert.equal(factors, [1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 2, 1]);
  }),
);

scaling("lossScale() never falls below 1", () =>
  withScale(async (step) => {
    for (let index = 0; index < 20; index += 1) await step([1, 1, 1], [[1, NaN]]);
    assert.equal((await step([1, 1, 1], [[1, 1]])).seeds, Float32Array.of(1, 1, 1));
  }),
);

const WITH_OVERFLOW = {
  precision: "f16",
  normalization: "batch",
  optimizer: { kind: "sgd", momentum: 0.9, nesterov: true },
} as const;

scaling("a step whose gradients overflow float16 harms no weight, and training goes on", () =>
  withSession(WITH_OVERFLOW, async (narrow) => {
    const { session } = narrow;
    const areZero = async (): Promise<boolean> =>
      [...(await gradientsOf(narrow, 0)).values()].every((slope) => slope.every((x) => x === 0));
    assert.ok(await areZero(), "the first factor is too large for this network");
    const before = await session.weights();
    await session.step(batchOf(narrow), 0, 0.01);
    for (const [name, { values }] of await session.weights()) {
      assert.equal(values, valuesOf(before, name), name);
    }
    let steps = 1;
    for (; (await areZero()) && steps < 12; steps += 1) {
      await session.step(batchOf(narrow), steps, 0.01);
    }
    assert.ok(steps > 1 && steps < 12, `${steps} steps`);
    const losses: number[] = [];
    for (let step = 0; step < 15; step += 1) {
      losses.push((await session.step(batchOf(narrow), step, 0.01))[0]!);
    }
    assert.ok(losses.at(-1)! < 0.8 * losses[0]!, String(losses));
  }),
);

type Step = (
  first: readonly number[],
  second: readonly (readonly number[])[],
) => Promise<Readonly<Record<"seeds" | "first" | "second", Float32Array>>>;

/** A step that "differentiates" by passing on what is fed, scaled: `first` as the seeds are, `second` as it is told. */
async function withScale(work: (step: Step) => Promise<void>): Promise<void> {
  await ensureTensorFlow();
  await inTemporaryFolder(async (folder) => {
    const graph = new GraphBuilder();
    const state = lossScale(graph, 4);
    const [first, second] = [
      placeholder(graph, "first", "float32", [3]),
      placeholder(graph, "second", "float32", [1, 2]),
    ];
    const { scaled, unscaled } = scaledStep(state);
    const [seeds, others] = scaled([first, second]);
    const { gradients, effects } = unscaled([seeds!, others!]);
    const outputs = {
      seeds: identity(seeds!, "seeds", effects),
      first: gradients[0]!,
      second: gradients[1]!,
    };
    const initialize = group(
      graph,
      "initialize",
      [state.factor, state.goodSteps].map((each) => assign(each, each.initial)),
    );
    const signatures = { step: { inputs: { first, second }, outputs } };
    await writeSavedModel(folder, encodeSavedModel(graph, signatures, initialize));
    const thread = startGraphThread(folder);
    try {
      await work(async (one, two) => {
        const found = await thread.run("step", {
          first: { dtype: "float32", shape: [3], values: Float32Array.from(one) },
          second: { dtype: "float32", shape: [1, 2], values: Float32Array.from(two.flat()) },
        });
        const valuesNamed = (name: string): Float32Array => found[name]!.values as Float32Array;
        return {
          seeds: valuesNamed("seeds"),
          first: valuesNamed("first"),
          second: valuesNamed("second"),
        };
      });
    } finally {
      await thread.close();
    }
  });
}

scaling.run();
