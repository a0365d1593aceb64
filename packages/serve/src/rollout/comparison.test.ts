import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pngImage } from "../../test/images.ts";
import { withService, type TestService } from "../../test/with-service.ts";
import { modelShares } from "../setting-values.ts";

const shadow = suite("a shadow");

const SAME = { a: { name: "first", seed: 1 }, b: { name: "copy", seed: 1 } };

/** An image that differs from the others, for which models need not give the same class. */
function image(index: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...pngImage.bytes, index]);
}

async function ask({ app }: TestService, index = 0): Promise<Record<string, unknown>> {
  const response = await app.request("/classify", { method: "POST", body: image(index) });
  const { timings, ...answer } = (await response.json()) as Record<string, unknown>;
  assert.is(response.status, 200, JSON.stringify(answer));
  assert.ok(timings);
  return { ...answer, header: response.headers.get("x-model") };
}

/** Of `model_comparisons_total`, by result. */
async function compared({ app }: TestService): Promise<Record<string, number>> {
  const metrics = await (await app.request("/metrics")).text();
  const found = metrics.matchAll(/^model_comparisons_total\{model="b",result="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, result, count]) => [result!, Number(count)]));
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    assert.ok(tries < 500, "nothing happened in 10 s");
    await sleep(20);
  }
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

interface Answered {
  readonly answers: readonly unknown[];
  readonly counts: Record<string, number>;
}

/** Six images, one after another. @param comparisons how many are waited for */
async function answerSix(models: string, comparisons: number): Promise<Answered> {
  const answers: unknown[] = [];
  let counts: Record<string, number> = {};
  const settings = { MODELS: modelShares(models) };
  await withService({ bundles: SAME, settings }, async (test) => {
    for (let index = 0; index < 6; index += 1) {
      answers.push(await ask(test, index));
      await sleep(30);
    }
    await until(async () => {
      counts = await compared(test);
      return sum(counts) >= comparisons;
    });
  });
  return { answers, counts };
}

shadow("classifies silently what the present model has answered", async () => {
  const alone = await answerSix("a", 0);
  const beside = await answerSix("a,b:shadow", 6);
  assert.equal(beside.answers, alone.answers);
  assert.equal([alone.counts, sum(beside.counts)], [{}, 6]);
  const { same = 0, left_out: leftOut = 0 } = beside.counts;
  assert.ok(same > 0 && same + leftOut === 6, JSON.stringify(beside.counts));
});

shadow("is left out where clients want the threads", async () => {
  const settings = {
    MODELS: modelShares("a,b:shadow"),
    WORKERS: 2,
    MAX_QUEUE: 100,
    CLIENT_SHARE: 100,
  };
  await withService({ bundles: SAME, settings }, async (test) => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => ask(test, index)));
    await until(async () => sum(await compared(test)) === 40);
    const { left_out: leftOut = 0, same = 0, different = 0, failed = 0 } = await compared(test);
    assert.is(different + failed, 0);
    assert.ok(leftOut > same && leftOut >= 20, `${leftOut} left out, ${same} compared`);
  });
});

shadow("takes a twenty-fifth of a thread's time at most", async () => {
  const settings = { MODELS: modelShares("a,b:shadow"), WORKERS: 2 };
  await withService({ bundles: SAME, settings }, async (test) => {
    const { pool } = test.service.slot.current!;
    const spans: number[] = [];
    const runIdle = pool.runIdle.bind(pool);
    pool.runIdle = (job, transfer) => {
      const start = performance.now();
      const run = runIdle(job, transfer);
      void run?.then(() => spans.push(performance.now() - start));
      return run;
    };
    const start = performance.now();
    for (let index = 0; spans.length < 4 && index < 1000; index += 1) {
      await ask(test, index % 256);
      await sleep(5); // A client on the network takes longer.
    }
    const took = performance.now() - start;
    const silent = spans.reduce((total, ms) => total + ms, 0);
    assert.is(spans.length, 4);
    // The last one's pause may lie beyond the end.
    assert.ok(silent - Math.max(...spans) <= 0.04 * took, `${silent} of ${took} ms`);
  });
});

shadow("that answers otherwise is counted, and leaves where agreement is asked for", async () => {
  const bundles = { a: { seed: 1 }, b: { seed: 2 } };
  const settings = {
    MODELS: modelShares("a,b:shadow"),
    ROLLBACK_IMAGES: 5,
    ROLLBACK_AGREEMENT: 100,
  };
  await withService({ bundles, settings }, async (test) => {
    await ask(test);
    await until(async () => sum(await compared(test)) === 1);
    const { different = 0 } = await compared(test);
    assert.is(different, 1, "these two networks disagree on the image");
    await until(async () => test.service.rollout.plan?.shadow === undefined);
    const rolledBack = test.logged.find(({ event }) => event === "rollout");
    assert.equal([rolledBack?.["model"], rolledBack?.["reason"]], ["b", "agreement"]);
    await ask(test);
    assert.is(sum(await compared(test)), 1);
  });
});

shadow("judges a candidate too, by what the present model says of its images", async () => {
  const bundles = { a: { seed: 1 }, b: { seed: 2 } };
  const MODELS = modelShares("a:1,b:99");
  const settings = { MODELS, ROLLBACK_IMAGES: 5, ROLLBACK_AGREEMENT: 90 };
  await withService({ bundles, settings }, async (test) => {
    assert.is((await ask(test))["header"], "b");
    await until(async () => test.service.rollout.plan?.shares.size === 1);
    assert.is((await ask(test))["header"], "a");
  });
});

shadow("keeps nothing of an image that was refused", async () => {
  const refusing = { MAX_QUEUE: 0, MAX_IMAGES: 1, REFUSAL_DELAY_MS: 0 };
  const settings = { MODELS: modelShares("a,b:shadow"), ...refusing };
  await withService({ bundles: SAME, settings }, async (test) => {
    const post = async (bytes: number): Promise<number> => {
      const body = new Uint8Array(bytes);
      body.set(pngImage.bytes);
      return (await test.app.request("/classify", { method: "POST", body })).status;
    };
    const statuses = await Promise.all(Array.from({ length: 30 }, () => post(3_000_000)));
    assert.is(statuses.filter((status) => status === 429).length, 29);
    await until(async () => sum(await compared(test)) === 1);
    // There is room for a copy, as soon as it may compare again.
    await until(async () => {
      assert.is(await post(6_000_000), 200);
      return (await compared(test))["same"] === 2;
    });
  });
});

shadow.run();
