/**
 * Worker 0: it runs the whole training loop, validates, checkpoints and exports, and tells the others what to do. So
 * whatever decides a run, and whatever stops it, is in one place.
 */
import type { Terminal } from "@inception-edge/host";
import {
  broadcast,
  joinWorkers,
  type GraphThread,
  type WorkerGroup,
  type Workers,
} from "@inception-edge/tensorflow";
import { poolStatistics } from "../loop/pool-statistics.ts";
import type { Batch, TrainerSession } from "../loop/trainer-session.ts";
import { rowsOfShare } from "../program/share-of-batch.ts";
import type { RunConfig } from "../run/run-config.ts";
import type { Watcher } from "../watchers/watcher.ts";
import { encodeCommand, wantsToStop, type Command } from "./command.ts";

/** Worker 0 among the others. */
export interface Leader {
  readonly group: WorkerGroup;
  /** Aborts when a worker wants to stop. */
  readonly stopping: AbortController;
  /** Whether the run has failed: the others then fail, too. */
  failed: boolean;
}

/** Waits for the other workers and gives them the run's config. */
export async function joinAsLeader(
  workers: Workers,
  config: RunConfig,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Leader> {
  const group = await joinWorkers(workers, {
    signal,
    onWait: (worker) => terminal.line(`Waiting for ${worker}`),
  });
  await broadcast(group, new TextEncoder().encode(JSON.stringify(config)));
  terminal.line(`Training with ${workers.addresses.length} workers`);
  return { group, stopping: new AbortController(), failed: false };
}

/** The watcher that notices how the run ends. */
export function tellsFailure(leader: Leader): Watcher {
  return {
    onStop({ reason }) {
      leader.failed = reason === "failed" || reason === "diverged";
    },
  };
}

/** The part of a batch that a worker trains on. */
export function partOf({ indices, labels }: Batch, { rank, addresses }: Workers): Batch {
  const rows = rowsOfShare(indices.length, { rank, workers: addresses.length });
  return {
    indices: Int32Array.from(rows, (row) => indices[row]!),
    labels: Int32Array.from(rows, (row) => labels[row]!),
  };
}

/**
 * The session of all workers together: a step trains on a batch, of which each worker has a part, and statistics are
 * measured by all. Everything else is worker 0's own.
 * @param own worker 0's session, whose calls run on `thread` in the order in which they are made
 */
export function leaderSession(
  own: TrainerSession,
  thread: GraphThread,
  {
    leader,
    batchSize,
    sizes,
    statisticsBatches,
  }: {
    readonly leader: Leader;
    readonly batchSize: number;
    readonly sizes: readonly number[];
    readonly statisticsBatches: readonly Int32Array[];
  },
): TrainerSession {
  const { group, stopping } = leader;
  /** Whether the others have worker 0's variables. */
  let isShared = false;

  const tell = async (command: Command): Promise<void> => {
    const values = encodeCommand(command, batchSize);
    const feed = { dtype: "int32", shape: [values.length], values } as const;
    const { sum } = await thread.run("command", { command: feed });
    if (wantsToStop(sum!.values as Int32Array)) stopping.abort();
  };
  /** What makes the others' variables those of worker 0, if they are not. */
  const share = (): readonly Promise<unknown>[] => {
    if (isShared) return [];
    isShared = true;
    return [tell({ kind: "share" }), thread.run("share")];
  };

  return {
    ...own,
    async step(batch, step, learningRate, size = sizes.at(-1)!) {
      const before = [...share(), tell({ kind: "step", step, learningRate, size, batch })];
      const metrics = own.step(partOf(batch, group), step, learningRate, size);
      await Promise.all([...before, metrics]);
      return metrics;
    },
    async estimateStatistics() {
      if (statisticsBatches.length === 0) return;
      await Promise.all(share());
      const measured: Float32Array[] = [];
      for (let round = 0; measured.length < statisticsBatches.length; round += 1) {
        const [, { statistics }] = await Promise.all([
          tell({ kind: "statistics", round }),
          measureShare(thread, { workers: group, statisticsBatches, round }),
        ]);
        const [count, length] = statistics!.shape as [number, number];
        for (let row = 0; row < count; row += 1) {
          measured.push(
            (statistics!.values as Float32Array).subarray(row * length, (row + 1) * length),
          );
        }
      }
      const values = poolStatistics(measured.slice(0, statisticsBatches.length));
      await thread.run("set_statistics", {
        statistics: { dtype: "float32", shape: [values.length], values },
      });
    },
    async load(weights) {
      isShared = false;
      await own.load(weights);
    },
    async restore(prefix) {
      isShared = false;
      await own.restore(prefix);
    },
    async close() {
      await tell({ kind: "end", failed: leader.failed }).catch(() => {}); // lost, or closed before
      group.close();
      await own.close();
    },
  };
}

/** Measures the worker's batch of a round; a round has one for each worker, the last one perhaps again the first ones. */
export function measureShare(
  thread: GraphThread,
  {
    workers: { rank, addresses },
    statisticsBatches,
    round,
  }: {
    readonly workers: Workers;
    readonly statisticsBatches: readonly Int32Array[];
    readonly round: number;
  },
): ReturnType<GraphThread["run"]> {
  const index = (round * addresses.length + rank) % statisticsBatches.length;
  const values = statisticsBatches[index]!;
  return thread.run("statistics", {
    indices: { dtype: "int32", shape: [values.length], values },
  });
}
