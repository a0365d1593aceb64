/**
 * The processes that train together, each with TensorFlow's gRPC server: what one of them knows of the others. Steps meet
 * in TensorFlow's collective operations (../graph/ops/collectives.ts); nothing else passes between workers.
 */
import { ensureTensorFlow } from "../install/ensure-tensorflow.ts";
import { TensorFlowError, type GraphThread } from "../session/graph-thread.ts";
import { checked, openCLibrary, type Address, type CLibrary } from "./c-library.ts";
import { awaitPeer, faultOf, watchPeer } from "./peers.ts";
import { encodeServerDef, rankInMessage, type Workers } from "./server-proto.ts";
import { openWorkerSession, type WorkerSession } from "./worker-session.ts";

/** This process among the workers. */
export interface WorkerGroup extends Workers {
  /**
   * Loads the SavedModel in `folder`, with collective operations in it. Its runs leave this thread free. All workers must
   * run the signatures that meet in the same order.
   */
  openGraph(folder: string): Promise<GraphThread>;
  /** Stops watching the others. TensorFlow's server stays until the process ends: it cannot be stopped. */
  close(): void;
}

/** A worker does not answer any more; all that ran was aborted. */
export class WorkerLostError extends Error {
  override readonly name = "WorkerLostError";
}

/**
 * Starts this process's server and waits for the others, however long they take.
 * @param options.onWait is told, after a second, which worker is awaited
 * @throws the signal's reason when it aborts
 */
export async function joinWorkers(
  workers: Workers,
  options: {
    readonly signal: AbortSignal;
    readonly onWait: (worker: string) => void;
  },
): Promise<WorkerGroup> {
  const library = await openCLibrary(await ensureTensorFlow());
  const target = await startServer(library, workers);
  const peers = workers.addresses.map((_, rank) => rank).filter((rank) => rank !== workers.rank);
  const describe = (rank: number): string => `worker ${rank} (${workers.addresses[rank]})`;
  const { signal } = options;
  await Promise.all(
    peers.map((rank) =>
      awaitPeer(workers.addresses[rank]!, { signal, onWait: () => options.onWait(describe(rank)) }),
    ),
  );

  const sessions = new Set<WorkerSession>();
  const closing = new AbortController();
  let lost: WorkerLostError | undefined;
  const lose = (ranks: readonly number[]): WorkerLostError => {
    if (lost) return lost;
    lost = new WorkerLostError(
      `Cannot continue: ${ranks.map(describe).join(" and ")} no longer ${ranks.length > 1 ? "answer" : "answers"}`,
    );
    for (const session of sessions) session.abort();
    return lost;
  };
  // The others all meet in worker 0, so they need to watch only it.
  for (const rank of workers.rank === 0 ? peers : [0]) {
    void watchPeer(workers.addresses[rank]!, {
      signal: closing.signal,
      onLost: () => void lose([rank]),
    });
  }

  /** The cause of a failed run: a worker that is gone, or else the failure itself. */
  const causeOf = async (failure: unknown): Promise<unknown> => {
    if (lost) return lost;
    const named = rankInMessage(String(failure));
    const faults = await Promise.all(peers.map((rank) => faultOf(workers.addresses[rank]!)));
    const silent = peers.filter((_, index) => faults[index] !== undefined);
    if (silent.length === 0) return lost ?? failure;
    // Those that stopped because of another one may be gone by now, too.
    return lose(named !== undefined && silent.includes(named) ? [named] : silent);
  };

  return {
    ...workers,
    async openGraph(folder) {
      const session = await openWorkerSession(library, { folder, target, rank: workers.rank });
      sessions.add(session);
      return {
        async run(signature, feeds = {}) {
          if (lost) throw lost;
          if (!sessions.has(session)) throw new TensorFlowError("TensorFlow failed: it is closed");
          return session.run(signature, feeds).catch(async (failure: unknown) => {
            throw await causeOf(failure);
          });
        },
        async close() {
          if (sessions.delete(session)) await session.close();
        },
      };
    },
    close: () => closing.abort(),
  };
}

async function startServer(library: CLibrary, workers: Workers): Promise<string> {
  const definition = encodeServerDef(workers);
  const address = workers.addresses[workers.rank]!;
  try {
    return await checked(library, (status) => {
      const server = library.call("TF_NewServer", definition, definition.length, status) as Address;
      if (server === 0n) return "";
      library.call("TF_ServerStart", server, status);
      return library.call("TF_ServerTarget", server) as string;
    });
  } catch (cause) {
    throw new TensorFlowError(
      `Cannot start worker ${workers.rank} at "${address}": ${cause instanceof Error ? cause.message : cause}; is its port taken?`,
      { cause },
    );
  }
}
