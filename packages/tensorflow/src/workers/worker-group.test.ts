import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { freePorts } from "@inception-edge/testing/free-ports";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { openMeeting } from "../../test/meeting.ts";
import type { GraphThread } from "../session/graph-thread.ts";
import { joinWorkers, WorkerLostError } from "./worker-group.ts";

const workers = suite("joinWorkers()");

/** As long as the promise of 30 s, and what a busy machine may add to it. */
const LOST_MS = 60_000;

async function addressesOfTwo(): Promise<readonly string[]> {
  return (await freePorts(2)).map((port) => `localhost:${port}`);
}

const run = (thread: GraphThread, values: readonly number[]) =>
  thread.run("meet", { x: { dtype: "float32", shape: [3], values: Float32Array.from(values) } });

workers(
  "two workers of one process get the sum, the means, the first's and all values",
  async () => {
    const addresses = await addressesOfTwo();
    await inTemporaryFolder(async (folder) => {
      const threads = await Promise.all(
        [0, 1].map((rank) => openMeeting({ addresses, rank }, join(folder, String(rank)))),
      );
      try {
        for (const turn of [1, 2]) {
          const answers = await Promise.all(
            threads.map((thread, rank) => run(thread, [1, 2 + rank, 0.5])),
          );
          for (const { sum, mean, first, all, turns } of answers) {
            assert.equal([...sum!.values], [2, 5, 1]);
            assert.equal([...mean!.values], [1, 2.5, 0.5]);
            assert.equal([...first!.values], [1, 2, 0.5]);
            assert.equal(all!.shape, [2, 3]);
            assert.equal([...all!.values], [1, 2, 0.5, 1, 3, 0.5]);
            assert.is(turns!.values[0], turn, "variables are each worker's own, and last");
          }
        }
        const text = { dtype: "string", value: "2.5" } as const;
        assert.is((await threads[0]!.run("number", { text }))["number"]!.values[0], 2.5);
        assert.match((await rejectionOf(threads[0]!.run("none"))).message, /no signature "none"/);
      } finally {
        await Promise.all(threads.flatMap((thread) => [thread.close(), thread.close()]));
        assert.match((await rejectionOf(run(threads[0]!, [1, 1, 1]))).message, /closed/);
      }
    });
  },
);

for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
  workers(`a worker that ends by ${signal} is named, and the run aborted`, async () => {
    const addresses = await addressesOfTwo();
    await inTemporaryFolder(async (folder) => {
      const other = startOther(addresses, join(folder, "1"));
      try {
        const thread = await openMeeting({ addresses, rank: 0 }, join(folder, "0"));
        for (let turn = 0; turn < 3; turn += 1) await run(thread, [1, 1, 1]);
        const failure = rejectionOf(runForever(thread));
        other.kill(signal);
        const timeout = AbortSignal.timeout(LOST_MS);
        const error = await Promise.race([failure, once(timeout, "abort").then(() => undefined)]);
        assert.instance(error, WorkerLostError);
        assert.is(error?.message, `Cannot continue: worker 1 (${addresses[1]}) no longer answers`);
        assert.is((await rejectionOf(run(thread, [1, 1, 1]))).message, error?.message);
        await thread.close();
      } finally {
        other.kill("SIGKILL");
      }
    });
  });
}

workers("a port that is taken, and waiting that is ended", async () => {
  const addresses = await addressesOfTwo();
  const waiting = new AbortController();
  const told: string[] = [];
  const onWait = (worker: string): void => {
    told.push(worker);
    waiting.abort(new Error("enough"));
  };
  const joined = joinWorkers({ addresses, rank: 0 }, { signal: waiting.signal, onWait });
  await rejectionOf(joined);
  assert.equal(told, [`worker 1 (${addresses[1]})`]);
  const again = joinWorkers({ addresses, rank: 0 }, { signal: waiting.signal, onWait });
  assert.match(
    (await rejectionOf(again)).message,
    /^Cannot start worker 0 at "localhost:\d+": .*port/,
  );
});

async function runForever(thread: GraphThread): Promise<never> {
  for (;;) await run(thread, [1, 1, 1]);
}

/** Worker 1, in a process of its own. */
function startOther(addresses: readonly string[], folder: string) {
  const script = fileURLToPath(new URL("../../test/meeting-process.ts", import.meta.url));
  const condition = "--conditions=@inception-edge/source";
  return spawn(process.execPath, [condition, script, folder, ...addresses], { stdio: "inherit" });
}

workers.run();
