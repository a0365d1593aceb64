import { suite } from "uvu";
import * as assert from "uvu/assert";
import { difference } from "@inception-edge/testing/difference";
import { HALVES, type NarrowSession } from "../../test/narrow-session.ts";
import { batchOf, withSession, type Options } from "../../test/narrow-steps.ts";
import { withNarrowWorkers, type NarrowWorker } from "../../test/narrow-workers.ts";
import type { Batch } from "../loop/trainer-session.ts";
import { measureShare, partOf } from "./lead.ts";

const shared = suite("A step of two workers");

/** Rounding: sums are taken in another order. */
const TOLERANCE = 1e-6;
/** Ten steps multiply it: each goes on from weights that the rounding of the last one has moved. */
const TOLERANCE_OF_LOSSES = 5e-5;
const STEPS = 10;

/** Everything that is drawn for an image: a crop, a flip, light, a partner to be mixed with, what is dropped. */
const RANDOM: Options = {
  augmentation: { kind: "crop", flip: true },
  photometric: { brightness: 0.1, contrast: 0.1, saturation: 0.1 },
  sizes: [{ size: 56, mixing: { cutmix: 0.3, mixup: 0.3 } }],
  dropout: { main: 0.4, aux: 0.7 },
  labelSmoothing: 0.1,
};

for (const [what, options] of [
  ["nothing drawn", {}],
  ["everything drawn", RANDOM],
] satisfies [string, Options][]) {
  shared(`has the gradients and losses of one process with the whole batch, ${what}`, async () => {
    let alone: Results | undefined;
    await withSession(options, async (narrow) => {
      alone = await train([narrow]);
    });
    const { gradients, losses } = alone!;
    // Worker 1 has other weights until it takes those of worker 0, and draws by the same seed.
    await withNarrowWorkers(options, async (workers) => {
      const other = (await workers[1]!.session.weights()).get("conv1/7x7/kernel")!;
      const scaled = { shape: other.shape, values: other.values.map((value) => 2 * value) };
      await workers[1]!.session.load(new Map([["conv1/7x7/kernel", scaled]]));
      await Promise.all(workers.map(({ thread }) => thread.run("share")));
      const together = await train(workers);
      for (const [name, expected] of gradients) {
        const found = together.gradients.get(name)!;
        const error = expected.reduce(
          (most, value, index) => Math.max(most, Math.abs(value - found[index]!)),
          0,
        );
        assert.ok(error <= TOLERANCE, `${name}: ${error}`);
      }
      assert.is(together.losses.length, STEPS);
      const first = difference(together.losses.slice(0, 1), losses.slice(0, 1));
      assert.ok(first <= TOLERANCE, `first loss: ${first}`);
      const error = difference(together.losses, losses);
      assert.ok(error <= TOLERANCE_OF_LOSSES, `losses: ${error}`);
    });
  });
}

shared("measures batch normalization's statistics as one process does, bit for bit", async () => {
  const options = { normalization: "batch" } as const;
  const alone: number[][] = [];
  await withSession(options, async ({ thread }) => {
    for (const values of HALVES) {
      const indices = { dtype: "int32", shape: [values.length], values } as const;
      alone.push([...(await thread.run("statistics", { indices }))["statistics"]!.values]);
    }
  });
  await withNarrowWorkers(options, async (workers) => {
    const measured = await Promise.all(
      workers.map(({ thread, group }) =>
        measureShare(thread, { workers: group, statisticsBatches: HALVES, round: 0 }),
      ),
    );
    for (const { statistics } of measured) {
      assert.equal(statistics!.shape, [2, alone[0]!.length]);
      assert.equal([...statistics!.values], alone.flat());
    }
  });
});

interface Results {
  readonly gradients: ReadonlyMap<string, Float32Array>;
  readonly losses: readonly number[];
}

function partFor(session: NarrowSession | NarrowWorker, batch: Batch): Batch {
  return "group" in session ? partOf(batch, session.group) : batch;
}

/** Gradients of the first step and losses of ten. */
async function train(sessions: readonly (NarrowSession | NarrowWorker)[]): Promise<Results> {
  const [outputs] = await Promise.all(
    sessions.map((session) => {
      const { indices, labels } = partFor(session, batchOf(session));
      return session.thread.run("gradients", {
        indices: { dtype: "int32", shape: [indices.length], values: indices },
        labels: { dtype: "int32", shape: [labels.length], values: labels },
        step: { dtype: "int32", shape: [], values: Int32Array.of(0) },
      });
    }),
  );
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const metrics = await Promise.all(
      sessions.map((session) =>
        session.session.step(partFor(session, batchOf(session, step)), step, 0.05),
      ),
    );
    for (const each of metrics) assert.equal([...each], [...metrics[0]!]);
    losses.push(metrics[0]![0]!);
  }
  const gradients = Object.entries(outputs!).map(
    ([name, { values }]) => [name, values as Float32Array] as const,
  );
  return { gradients: new Map(gradients), losses };
}

shared.run();
