import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import type { ScriptedJob } from "../../test/scripted-worker.ts";
import { Problem } from "../problem.ts";
import type { PoolOptions, PoolTask } from "./pool-job.ts";
import { WorkerPool } from "./worker-pool.ts";

const pool = suite("WorkerPool");

const never = new AbortController().signal;
const quick: ScriptedJob = { kind: "wait", firstMs: 0, secondMs: 0 };
const slow: ScriptedJob = { kind: "wait", firstMs: 0, secondMs: 150 };

/** By threads that were told to. */
const freed = new Int32Array(new SharedArrayBuffer(4));

type TestPool = WorkerPool<ScriptedJob, string, string>;

async function withPool(
  options: Partial<PoolOptions> & { readonly start?: "ready" | "throw" | "wait" },
  work: (pool: TestPool, lost: readonly string[]) => Promise<void>,
): Promise<void> {
  const lost: string[] = [];
  const { start = "ready", ...rest } = options;
  const made: TestPool = new WorkerPool({
    startWorker: ({ memory: clock }) =>
      new Worker(new URL("../../test/scripted-worker.ts", import.meta.url), {
        workerData: { start, freed, clock },
      }),
    workers: 1,
    startMs: 10_000,
    stages: [
      { limitMs: 1000, problem: "decode_timeout" },
      { limitMs: 1000, problem: "infer_timeout" },
    ],
    hangMs: 1000,
    maxQueue: 2,
    maxWaitMs: 2000,
    maxPixels: 100,
    maxClientQueue: 2,
    maxClientPixels: 100,
    onLost: (reason) => lost.push(reason),
    ...rest,
  });
  try {
    if (start === "ready") assert.equal(new Set(await made.started), new Set(["ready"]));
    await work(made, lost);
  } finally {
    await made.close();
  }
}

function task(job: ScriptedJob, pixels = 1, client = "ann"): PoolTask<ScriptedJob> {
  return { job, pixels, client, transfer: [] };
}

function refusal(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("Expected a refusal, got none");
}

pool("leaves room for others, whoever asks how much", async () => {
  const shares = { maxQueue: 4, maxClientQueue: 2, maxPixels: 100, maxClientPixels: 60 };
  await withPool(shares, async (made) => {
    const taken = made.submit([task(slow), task(quick), task(quick)], never);
    const { code, message } = refusal(() => made.submit([task(quick)], never));
    assert.is(code, "queue_full");
    assert.match(message, "2 images from your address are waiting");
    const others = made.submit([task(quick, 1, "bob"), task(quick, 1, "bob")], never);
    await Promise.all([...taken, ...others]);
    const large = made.submit([task(slow, 60)], never);
    assert.is(refusal(() => made.submit([task(quick, 1)], never)).code, "pixel_budget");
    await Promise.all([...large, ...made.submit([task(quick, 40, "bob")], never)]);
  });
});

pool("answers jobs and tells how long they waited", async () => {
  await withPool({}, async (made) => {
    const [first, second] = made.submit([task(slow), task(quick)], never);
    assert.is((await first!).result, "done");
    assert.ok((await first!).queueMs < 50);
    assert.ok((await second!).queueMs > 100);
    assert.equal(made.load, { workers: 1, busy: 0, waiting: 0, pixels: 0 });
  });
});

pool(
  "refuses what does not fit into the queue, all of it, and says when to come back",
  async () => {
    await withPool({}, async (made) => {
      const taken = made.submit([task(slow), task(quick), task(quick)], never);
      const { code, retryAfterS, message } = refusal(() => made.submit([task(quick)], never));
      assert.equal([code, retryAfterS], ["queue_full", 1]);
      assert.match(message, "2 images are waiting; try again in 1 s");
      assert.equal(made.load, { workers: 1, busy: 1, waiting: 2, pixels: 3 });
      await Promise.all(taken);
      assert.is(
        refusal(() =>
          made.submit(
            Array.from({ length: 4 }, () => task(quick)),
            never,
          ),
        ).code,
        "queue_full",
      );
      assert.is(made.load.waiting, 0);
    });
  },
);

function idle(made: TestPool): Promise<string> | undefined {
  return made.runIdle(slow, []);
}

pool("runs a job that nobody waits for where a thread is to spare, and only there", async () => {
  await withPool({}, async (made) => {
    const run = idle(made);
    assert.is(await run, "done");
    const taken = made.submit([task(slow), task(quick)], never);
    assert.is(idle(made), undefined); // One runs, one waits.
    await Promise.all(taken);
    const last = idle(made);
    assert.is(made.load.busy, 1);
    await made.close(); // It lets it finish.
    assert.is(await last, "done");
    assert.is(idle(made), undefined);
  });
  await withPool({ workers: 2 }, async (made) => {
    const first = idle(made);
    assert.is(idle(made), undefined); // The other thread is for whoever comes next.
    const [asked] = made.submit([task(quick)], never);
    assert.ok((await asked!).queueMs < 50);
    assert.is(await first, "done");
  });
});

pool("refuses nobody for a job that nobody waits for", async () => {
  await withPool({ maxQueue: 0 }, async (made) => {
    const running = idle(made);
    const [asked] = made.submit([task(quick)], never);
    assert.is((await asked!).result, "done");
    await running;
  });
});

pool("refuses at once what would wait too long, by the pace of late", async () => {
  await withPool({ maxQueue: 50, maxClientQueue: 50, maxWaitMs: 800 }, async (made) => {
    await made.submit([task(slow)], never)[0];
    const taken = made.submit([task(slow), task(slow)], never);
    const many = Array.from({ length: 8 }, () => task(quick));
    const { code, message } = refusal(() => made.submit(many, never));
    assert.is(code, "queue_full");
    assert.match(message, "1 images are waiting"); // There is room in the queue, but no time.
    await Promise.all(taken);
  });
});

pool("refuses more pixels than its budget, and gives them back", async () => {
  await withPool({}, async (made) => {
    const taken = made.submit([task(slow, 80)], never);
    assert.is(refusal(() => made.submit([task(quick, 30)], never)).code, "pixel_budget");
    await Promise.all(taken);
    await made.submit([task(quick, 30)], never)[0];
    assert.is(made.load.pixels, 0);
  });
});

pool("drops waiting jobs of a client that left, and those that waited too long", async () => {
  await withPool({ maxWaitMs: 100 }, async (made) => {
    const client = new AbortController();
    const [running] = made.submit([task(slow)], never);
    const [left] = made.submit([task(quick)], client.signal);
    const [late] = made.submit([task(quick)], never);
    client.abort();
    assert.is(((await rejectionOf(left!)) as Problem).code, "client_gone");
    assert.is(made.load.waiting, 1);
    const { code, retryAfterS } = (await rejectionOf(late!)) as Problem;
    assert.equal([code, retryAfterS], ["queue_timeout", 1]);
    assert.is((await running!).result, "done");
    const gone = AbortSignal.abort();
    assert.is(
      ((await rejectionOf(made.submit([task(quick)], gone)[0]!)) as Problem).code,
      "client_gone",
    );
    assert.is(made.load.pixels, 0);
  });
});

pool(
  "answers a job past a stage's deadline, and keeps its thread when that comes back",
  async () => {
    const stages = [
      { limitMs: 60, problem: "decode_timeout" },
      { limitMs: 60, problem: "infer_timeout" },
    ] as const;
    await withPool({ stages }, async (made, lost) => {
      const codes: string[] = [];
      for (const job of [
        { kind: "wait", firstMs: 150, secondMs: 0 },
        { kind: "wait", firstMs: 0, secondMs: 150 },
      ] as const) {
        codes.push(((await rejectionOf(made.submit([task(job)], never)[0]!)) as Problem).code);
        assert.is(made.load.pixels, 1); // Held until the thread comes back.
      }
      assert.equal(codes, ["decode_timeout", "infer_timeout"]);
      assert.is((await made.submit([task(quick)], never)[0]!).result, "done");
      assert.equal(lost, []);
    });
  },
);

function lasting(firstMs: number): ScriptedJob {
  return { kind: "wait", firstMs, secondMs: 0 };
}

pool("sends a small job ahead, but not behind one that may take long", async () => {
  await withPool({ workers: 2, maxPixels: 1e6, maxClientPixels: 1e6 }, async (made) => {
    const [large] = made.submit([task(lasting(900), 300_000)], never);
    const [small, next] = made.submit([task(lasting(100)), task(quick)], never);
    assert.equal(made.load, { workers: 2, busy: 2, waiting: 1, pixels: 300_002 });
    await Promise.all([small, next]);
    assert.is(made.load.busy, 1);
    await large;
  });
});

pool("passes over a job that was dropped when its thread had it already", async () => {
  await withPool({}, async (made) => {
    const client = new AbortController();
    const [running] = made.submit([task(slow)], never);
    const [left] = made.submit([task(slow)], client.signal);
    const [after] = made.submit([task(lasting(300))], never);
    client.abort();
    assert.is(((await rejectionOf(left!)) as Problem).code, "client_gone");
    await running;
    assert.equal(made.load, { workers: 1, busy: 1, waiting: 1, pixels: 1 });
    assert.ok((await after!).queueMs > 250, "it began after the dropped one");
    assert.equal(made.load, { workers: 1, busy: 0, waiting: 0, pixels: 0 });
  });
});

pool("counts a job's deadline from when its thread begins it", async () => {
  const stages = [
    { limitMs: 600, problem: "decode_timeout" },
    { limitMs: 600, problem: "infer_timeout" },
  ] as const;
  await withPool({ stages }, async (made) => {
    const jobs = [task(lasting(350)), task(lasting(350)), task(lasting(350))];
    const answers = await Promise.all(made.submit(jobs, never));
    assert.ok(answers[1]!.queueMs > 300 && answers[2]!.queueMs > 650, JSON.stringify(answers));
  });
});

pool("gives a job to another thread when the one that has it is late", async () => {
  const stages = [
    { limitMs: 60, problem: "decode_timeout" },
    { limitMs: 60, problem: "infer_timeout" },
  ] as const;
  await withPool({ workers: 2, stages, hangMs: 5000 }, async (made, lost) => {
    const [late, other] = made.submit([task(lasting(1500)), task(lasting(200))], never);
    const [next] = made.submit([task(quick)], never);
    await Promise.all([rejectionOf(late!), rejectionOf(other!)]);
    assert.is((await next!).result, "done");
    assert.is(made.load.busy, 1);
    assert.equal(lost, []);
  });
});

pool("finishes what waits while it closes, though its thread is lost", async () => {
  await withPool({}, async (made) => {
    const [ended, after] = made.submit([task({ kind: "exit" }), task(quick)], never);
    const closed = made.close();
    await rejectionOf(ended!);
    assert.is((await after!).result, "done");
    await closed;
  });
});

pool("replaces a thread that ends; only its own job suffers", async () => {
  await withPool({}, async (made, lost) => {
    const [ended, after] = made.submit([task({ kind: "exit" }), task(quick)], never);
    assert.is(((await rejectionOf(ended!)) as Problem).code, "worker_lost");
    assert.is((await after!).result, "done");
    assert.equal(lost, ["ended"]);
    assert.is(made.load.workers, 1);
  });
});

pool("passes a fault on and replaces the thread", async () => {
  await withPool({}, async (made, lost) => {
    const [failed, after] = made.submit([task({ kind: "throw" }), task(quick)], never);
    const { code, cause } = (await rejectionOf(failed!)) as Problem;
    assert.equal([code, (cause as Error).message], ["worker_lost", "a fault"]);
    assert.is((await after!).result, "done");
    assert.equal(lost, ["failed"]);
  });
});

pool("refuses a job that cannot be sent, and goes on", async () => {
  await withPool({}, async (made, lost) => {
    const gone = new ArrayBuffer(8);
    structuredClone(gone, { transfer: [gone] });
    const unsendable = { ...task(quick), transfer: [gone] };
    const [unsent, after] = made.submit([unsendable, task(quick)], never);
    await rejectionOf(unsent!);
    assert.is((await after!).result, "done");
    assert.equal(lost, []);
  });
});

// Deno cannot end a thread that spins: the test process would not end either. entry/deno.ts exits for that reason.
const onNode = "Deno" in globalThis ? pool.skip : pool;
if ("Deno" in globalThis) console.log("SKIP Deno cannot end a thread inside a loop");
onNode("gives up a thread that hangs and goes on with another", async () => {
  const stages = [
    { limitMs: 50, problem: "decode_timeout" },
    { limitMs: 50, problem: "infer_timeout" },
  ] as const;
  await withPool({ stages, hangMs: 50 }, async (made, lost) => {
    const [hung] = made.submit([task({ kind: "spin" })], never);
    assert.is(((await rejectionOf(hung!)) as Problem).code, "decode_timeout");
    assert.is((await made.submit([task(quick)], never)[0]!).result, "done");
    assert.equal(lost, ["hung"]);
  });
});

pool("says so when a worker cannot start, or does not", async () => {
  await withPool({ start: "throw" }, async (made) => {
    assert.match((await rejectionOf(made.started)).message, "no such model");
  });
  await withPool({ start: "wait", startMs: 300 }, async (made, lost) => {
    assert.match((await rejectionOf(made.started)).message, "not ready after 300 ms");
    assert.equal(lost, ["unready"]);
  });
});

pool("lets threads free their memory before it ends them", async () => {
  const before = freed[0]!;
  await withPool({ workers: 3 }, async (made) => {
    await made.submit([task(quick)], never)[0];
    assert.is(freed[0], before);
  });
  assert.is(freed[0], before + 3);
});

pool("finishes what it has when it is closed, and takes nothing more", async () => {
  await withPool({}, async (made) => {
    const taken = made.submit([task(slow), task(quick)], never);
    const closed = made.close();
    assert.is(refusal(() => made.submit([task(quick)], never)).code, "not_ready");
    assert.equal(
      (await Promise.all(taken)).map(({ result }) => result),
      ["done", "done"],
    );
    await closed;
  });
});

pool.run();
