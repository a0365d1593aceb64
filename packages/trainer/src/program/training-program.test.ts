import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1, weightSpecs } from "@inception-edge/model";
import { difference } from "@inception-edge/testing/difference";
import { CLASSES } from "../../test/narrow-session.ts";
import {
  batchOf,
  gradientsOf,
  LEARNING_RATE,
  losses,
  valuesOf,
  withSession,
} from "../../test/narrow-steps.ts";
import { assignedFeeds, computingNodes } from "../../test/program-nodes.ts";
import { UNREAD, unreadProgram } from "../../test/unread-program.ts";
import { scores } from "../evaluate/scores.ts";
import { evaluationProgram } from "./evaluation-program.ts";
import { weightedLoss } from "./losses.ts";
import { trainSignature } from "./training-program.ts";
import { CPU_TUNING, GPU_TUNING, type Tuning } from "./tuning.ts";

const program = suite("trainingProgram()");

program("trainingProgram() starts near ln(classes) in every output", async () => {
  for (const normalization of ["bias", "batch"] as const) {
    await withSession({ normalization }, async (narrow) => {
      const metrics = await narrow.session.step(batchOf(narrow), 0, 0);
      const outputs = [...metrics.subarray(1, 4)];
      for (const loss of outputs) assert.ok(Math.abs(loss - Math.log(CLASSES)) < 0.5, `${loss}`);
      const lossOf = (name: string): number =>
        outputs[narrow.model.outputs.indexOf(name as never)]!;
      assert.ok(Math.abs(metrics[0]! - weightedLoss(narrow.model.outputs, lossOf)) < 1e-5);
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
        const rowLogits = [...logits.get(output)!.subarray(row * CLASSES, (row + 1) * CLASSES)];
        const total = Math.log(rowLogits.reduce((exps, logit) => exps + Math.exp(logit), 0));
        for (const [classIndex, logit] of rowLogits.entries()) {
          const target = smoothing / CLASSES + (classIndex === label ? 1 - smoothing : 0);
          sum += target * (total - logit);
        }
      }
      assert.ok(Math.abs(metrics[1 + index]! - sum / 8) < 1e-5, output);
    }
  });
});

program(
  "trainingProgram() evaluates by statistics that follow from the weights alone",
  async () => {
    await withSession({ normalization: "batch" }, async (narrow) => {
      const { session } = narrow;
      const { indices } = batchOf(narrow);
      const evaluated = async (): Promise<Map<string, Float32Array>> => {
        await session.estimateStatistics();
        return session.evaluate(indices);
      };
      const logits = await evaluated();
      // Steps that change no weight: a moving average would have come closer with each of them.
      for (let step = 0; step < 3; step += 1) await session.step(batchOf(narrow, step), step, 0);
      assert.equal(await evaluated(), logits);
      const prefix = join(narrow.folder, "variables");
      await session.save(prefix);
      await session.step(batchOf(narrow), 3, LEARNING_RATE);
      const moved = await evaluated();
      for (const [output, values] of moved) {
        assert.ok(difference(values, logits.get(output)!) > 0.01, output);
      }
      await session.restore(prefix);
      assert.equal(await evaluated(), logits);
    });
  },
);

program("trainingProgram() loads the weights that are given, and leaves the others", async () => {
  await withSession({}, async ({ session }) => {
    const before = await session.weights();
    const { shape, values } = before.get("main_out/bias")!;
    const bias = { shape, values: values.map((_, index) => index - 3) };
    await session.load(new Map([["main_out/bias", bias]]));
    assert.equal(await session.weights(), new Map([...before, ["main_out/bias", bias]]));
  });
});

program("trainingProgram() evaluates as it normalizes in training", async () => {
  const images = Int32Array.from({ length: 24 }, (_, index) => 2 * index);
  const options = { normalization: "batch", batchSize: 24, statisticsBatches: [images] } as const;
  await withSession(options, async ({ session, labels, model }) => {
    await session.estimateStatistics();
    const logits = await session.evaluate(images);
    const classes = images.map((index) => labels[index]!);
    const metrics = await session.step({ indices: images, labels: classes }, 0, 0);
    for (const [index, output] of model.outputs.entries()) {
      const { loss } = scores(logits.get(output)!, classes);
      // The variances of evaluation are unbiased: a touch larger, on 24 images.
      assert.ok(Math.abs(loss / metrics[1 + index]! - 1) < 0.01, `${output}: ${loss}, ${metrics}`);
    }
  });
});

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

program("trainingProgram() computes the same, whatever device it is tuned for", async () => {
  const options = { normalization: "batch", optimizer: { kind: "muon", momentum: 0.9 } } as const;
  await withSession({ ...options, tuning: CPU_TUNING }, async (cpu) => {
    await withSession({ ...options, tuning: GPU_TUNING }, async (gpu) => {
      const { indices } = batchOf(cpu);
      const [logits, wanted] = [
        await gpu.session.evaluate(indices),
        await cpu.session.evaluate(indices),
      ];
      assert.ok(difference(logits.get("main_out")!, wanted.get("main_out")!) < 1e-4);
      const slopes = await gradientsOf(gpu, 0);
      for (const [name, slope] of await gradientsOf(cpu, 0)) {
        assert.ok(difference(slopes.get(name)!, slope) < 1e-3, name);
      }
      for (let step = 0; step < 2; step += 1) {
        const [gpus, cpus] = [
          await gpu.session.step(batchOf(gpu, step), step, LEARNING_RATE),
          await cpu.session.step(batchOf(cpu, step), step, LEARNING_RATE),
        ];
        assert.ok(difference(gpus, cpus) < 1e-4, `${String(gpus)}, wanted ${String(cpus)}`);
      }
    });
  });
});

program(
  "trainingProgram() launches few kernels a step: Muon's in stacks, the heads' losses in one",
  () => {
    const model = inceptionV1({
      classes: 200,
      normalization: "batch",
      dropout: { main: 0, aux: 0 },
    });
    const nodes = (tuning: Tuning): number =>
      computingNodes(unreadProgram(model, { tuning }), trainSignature(56));
    // One kernel at a time, Muon's alone were 3,800 of 4,707.
    assert.ok(nodes(GPU_TUNING) < 1450, `${nodes(GPU_TUNING)} on a GPU`);
    // On a CPU that is no slower (docs/log.md).
    assert.ok(nodes(CPU_TUNING) < 5000, `${nodes(CPU_TUNING)} on a CPU`);
  },
);

// A variable that kept a fed value's memory would release it to V8 from TensorFlow's threads, and crash one run in fifty.
program("a program's variables never keep the memory of what is fed", () => {
  const model = inceptionV1({ classes: 6, normalization: "batch", dropout: { main: 0, aux: 0 } });
  const training = unreadProgram(model, {
    statisticsBatchSize: 1,
    precision: "f32",
    tuning: CPU_TUNING,
  });
  assert.equal(assignedFeeds(training), []);
  assert.equal(assignedFeeds(evaluationProgram(model, UNREAD)), []);
});

program("trainingProgram() trains one set of weights on images of several sizes", async () => {
  // The auxiliary heads' pools leave 3 × 3 cells of 96 px, and of 72 px only as their windows shrink.
  const options = {
    inputSize: 96,
    normalization: "batch",
    augmentation: { kind: "none" },
  } as const;
  await withSession({ ...options, sizes: [{ size: 72 }, { size: 96 }] }, async (both) => {
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
    const metrics = await both.session.step(batchOf(both, 3), 3, LEARNING_RATE, 72);
    assert.ok(metrics.every(Number.isFinite), String(metrics));
    const after = await both.session.weights();
    for (const { name, trainable } of weightSpecs(both.model)) {
      if (!trainable) continue;
      assert.ok(difference(valuesOf(after, name), valuesOf(before, name)) > 0, name);
    }
  });
});

for (const [optimizer, precision] of [
  [{ kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }, "f32"],
  [{ kind: "sgd", momentum: 0.9, nesterov: true }, "f32"],
  [{ kind: "muon", momentum: 0.9 }, "f32"],
  [{ kind: "muon", momentum: 0.9 }, "f16"],
] as const) {
  program(
    `trainingProgram() continues from a checkpoint to the last bit, ${optimizer.kind}, ${precision}`,
    async () => {
      const options = { normalization: "batch", optimizer, precision } as const;
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
