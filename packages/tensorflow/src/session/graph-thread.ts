/**
 * Runs a graph in TensorFlow on a thread of its own, so that progress, signals and logs keep working while a step uses
 * every core. Requests run in the order in which they were made; make the next one before the last one is answered, and
 * TensorFlow never waits.
 */
import { startWorker } from "@inception-edge/host";
import type { Reply, Request } from "./graph-thread-worker.ts";
import type { Feeds, Outputs } from "./saved-model-runner.ts";

/** A graph on a thread of its own. */
export interface GraphThread {
  /**
   * Runs a signature.
   * @throws {TensorFlowError} when TensorFlow fails or the thread ends
   */
  run(signature: string, feeds?: Feeds): Promise<Outputs>;
  /** Ends the thread. */
  close(): Promise<void>;
}

/** A failure of TensorFlow, with its own message. */
export class TensorFlowError extends Error {
  override readonly name = "TensorFlowError";
}

/** Starts the thread on the SavedModel in `folder`; the model is loaded by the first run. */
export function startGraphThread(folder: string): GraphThread {
  const worker = startWorker("./graph-thread-worker", import.meta.url, { folder });
  const waiting = new Map<number, PromiseWithResolvers<Outputs>>();
  let requests = 0;
  let death: TensorFlowError | undefined;

  worker.on("message", (reply: Reply) => {
    const request = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ("error" in reply) request?.reject(new TensorFlowError(`TensorFlow failed: ${reply.error}`));
    else request?.resolve(reply.outputs);
  });
  worker.on("error", (cause) => {
    death ??= new TensorFlowError(`Cannot continue: the TensorFlow thread failed: ${cause}`, {
      cause,
    });
  });
  worker.on("exit", (code) => {
    death ??= new TensorFlowError(`Cannot continue: the TensorFlow thread ended with code ${code}`);
    for (const { reject } of waiting.values()) reject(death);
    waiting.clear();
  });

  return {
    run(signature, feeds = {}) {
      if (death) return Promise.reject(death);
      const id = requests;
      requests += 1;
      const answer = Promise.withResolvers<Outputs>();
      waiting.set(id, answer);
      worker.postMessage({ id, signature, feeds } satisfies Request);
      return answer.promise;
    },
    async close() {
      await worker.terminate();
    },
  };
}
