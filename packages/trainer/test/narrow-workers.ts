/** The narrow session of two workers, both in this process: each with a server, a graph and variables of its own. */
import { joinWorkers, type WorkerGroup } from "@inception-edge/tensorflow";
import { freePorts } from "@inception-edge/testing/free-ports";
import { openNarrowSession, type NarrowSession } from "./narrow-session.ts";
import type { Options } from "./narrow-steps.ts";

export interface NarrowWorker extends NarrowSession {
  readonly group: WorkerGroup;
}

export async function withNarrowWorkers(
  options: Options,
  work: (workers: readonly NarrowWorker[]) => Promise<void>,
): Promise<void> {
  const addresses = (await freePorts(2)).map((port) => `localhost:${port}`);
  const { signal } = new AbortController();
  const open = async (rank: number): Promise<NarrowWorker> => {
    const group = await joinWorkers({ addresses, rank }, { signal, onWait() {} });
    const share = { rank, workers: addresses.length };
    const { openGraph } = group;
    return { ...(await openNarrowSession({ ...options, share, openGraph })), group };
  };
  const workers = await Promise.all([open(0), open(1)]);
  try {
    await work(workers);
  } finally {
    for (const { group } of workers) group.close();
    await Promise.all(workers.map((worker) => worker.close()));
  }
}
