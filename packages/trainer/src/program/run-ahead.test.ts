import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1, type Weights } from "@inception-edge/model";
import { PRECISIONS, type Precision } from "@inception-edge/tensorflow";
import { copiesBetween } from "../../test/host-memory.ts";
import type { NarrowSession } from "../../test/narrow-session.ts";
import { batchOf, withSession, type Options } from "../../test/narrow-steps.ts";
import { assignedFeeds, nodesBefore, nodesBehind, type Node } from "../../test/program-nodes.ts";
import { unreadProgram } from "../../test/unread-program.ts";
import { CPU_TUNING, GPU_TUNING, type Tuning } from "./tuning.ts";

const ahead = suite("runAhead()");

const AHEAD: Tuning = { ...GPU_TUNING, runsAhead: true };

const program = (tuning: Tuning, precision: Precision = "bf16"): Uint8Array =>
  unreadProgram(
    inceptionV1({ classes: 200, normalization: "batch", dropout: { main: 0.4, aux: 0.7 } }),
    {
      sizes: [40, 56].map((size) => ({ size, mixing: { cutmix: 0.5, mixup: 0.3 } })),
      statisticsBatchSize: 1,
      photometric: { brightness: 0.2, contrast: 0.2, saturation: 0.2 },
      precision,
      tuning,
    },
  );
const feedsAmong = (nodes: ReadonlyMap<string, Node>): readonly string[] =>
  [...nodes.values()].filter(({ op }) => op === "Placeholder").map(({ name }) => name);
const updatesAmong = (nodes: ReadonlyMap<string, Node>): readonly string[] =>
  [...nodes.keys()].filter((name) => /\/(update|assign)/.test(name)).toSorted();

ahead("runAhead() answers the metrics of the step before without waiting for this one", () => {
  const encoded = program(AHEAD);
  for (const signature of ["train_40", "train_56", "last_metrics"]) {
    const behind = [...nodesBehind(encoded, signature, "metrics").keys()];
    assert.equal(behind, ["last_metrics/read", "last_metrics"], signature);
  }
});

ahead("runAhead() ends a run only when every update of the step is launched", () => {
  const encoded = program(AHEAD);
  const whole = program(GPU_TUNING);
  for (const signature of ["train_40", "train_56"]) {
    const updates = updatesAmong(nodesBehind(whole, signature));
    assert.ok(updates.length > 100, `${updates.length} updates`);
    const launched = nodesBehind(encoded, signature, "launched");
    const own = updatesAmong(launched).filter((name) => !/^(last_metrics|next_batch)/.test(name));
    assert.equal(own, updates, signature);
    assert.ok(launched.has("next_batch/assign"));
    const kept = [...launched.keys()].find((name) => name.startsWith("last_metrics/assign"))!;
    const before = updatesAmong(nodesBefore(encoded, kept));
    assert.equal(before, updates, "a step that fails leaves the metrics of the one before");
  }
});

ahead("runAhead() computes from what an earlier run was fed, and reads it before the next", () => {
  const encoded = program(AHEAD);
  const metrics = nodesBefore(encoded, "last_metrics/assign");
  assert.equal(feedsAmong(metrics), ["step"]); // in the host's memory, also for kernels on a GPU
  assert.ok(metrics.has("last_metrics/read") && metrics.has("next_batch/read"));
  const batch = nodesBefore(encoded, "next_batch/assign");
  assert.ok(batch.has("next_batch/read"));
  assert.equal(feedsAmong(batch).toSorted(), ["indices", "labels", "learning_rate"]);
  assert.equal(assignedFeeds(encoded), []);
});

for (const precision of PRECISIONS) {
  ahead(
    `runAhead() copies nothing to or from a GPU but the next step's batch, ${precision}`,
    () => {
      const encoded = program({ ...AHEAD, mergeSiblings: true }, precision);
      const copies = copiesBetween(nodesBehind(encoded, "train_56", "launched"));
      const fed = copies.filter((copy) => copy.startsWith("Placeholder"));
      assert.equal(fed.map((copy) => copy.split(" ").slice(1, 4).join(" ")).toSorted(), [
        "indices → Bitcast",
        "labels → Bitcast",
        "learning_rate → Reshape",
      ]);
      assert.equal(copies, fed);
    },
  );
}

/** Everything that a session answers while it is used in every way that a run uses it. */
async function story(narrow: NarrowSession): Promise<readonly unknown[]> {
  const { session, folder } = narrow;
  const answers: unknown[] = [];
  let step = 0;
  const steps = (count: number): Promise<Float32Array>[] =>
    Array.from({ length: count }, () => {
      step += 1;
      return session.step(batchOf(narrow, step), step, 0.01 / step, step % 2 ? 56 : 48);
    });
  const weights = async (): Promise<Weights> => session.weights();
  answers.push(await Promise.all(steps(5)));
  const prefix = join(folder, "variables");
  const asked = steps(3);
  const saved = session.save(prefix); // while steps are under way
  const then = steps(2);
  answers.push(await weights(), await Promise.all([...asked, saved, ...then]));
  answers.push(await steps(1)[0]);
  await session.estimateStatistics();
  answers.push(await session.evaluate(batchOf(narrow).indices));
  await session.restore(prefix);
  step = 8;
  answers.push(await Promise.all(steps(3)), await weights());
  return answers;
}

ahead("runAhead() trains as a program that waits, to the last bit", async () => {
  const options: Options = {
    normalization: "batch",
    dropout: { main: 0.4, aux: 0.7 },
    augmentation: { kind: "affine", rotationDegrees: 20, shift: 0.2, flip: true },
    sizes: [{ size: 48 }, { size: 56 }],
  };
  let wanted: readonly unknown[] = [];
  await withSession(options, async (narrow) => {
    wanted = await story(narrow);
  });
  await withSession({ ...options, tuning: { ...CPU_TUNING, runsAhead: true } }, async (narrow) => {
    assert.equal(await story(narrow), wanted);
    const last = narrow.session.step(batchOf(narrow), 9, 0.01);
    last.catch(() => {});
    await narrow.session.close();
    assert.match(String(await last.catch((error: unknown) => error)), /thread ended/);
  });
});

ahead.run();
