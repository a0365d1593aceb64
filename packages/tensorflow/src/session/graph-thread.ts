/**
 * A graph that TensorFlow runs on a thread of its own, so that progress, signals and logs stay live while a
 * step holds every core. Requests run in the order they were made; make the next one before the last
 * one is answered and TensorFlow never waits.
 */
import { startWorker } from "@inception-edge/host";
import type { Reply, Request } from "./graph-thread-worker.ts";
import type { Feeds, Outputs } from "./saved-model-runner.ts";

/** A SavedModel that runs on a thread of its own. */
export interface GraphThread {
  /** @throws {TensorFlowError} when TensorFlow refuses or the thread dies. */
  run(signature: string, feeds?: Feeds): Promise<Outputs>;
  close(): Promise<void>;
}

/** TensorFlow refused a run, or its thread is gone. */
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
    if ("error" in reply) request?.reject(new TensorFlowError(explain(reply.error)));
    else request?.resolve(reply.outputs);
  });
  worker.on("error", (cause) => {
    death ??= new TensorFlowError(`Cannot go on: the TensorFlow thread failed: ${cause}`, {
      cause,
    });
  });
  worker.on("exit", (code) => {
    death ??= new TensorFlowError(`Cannot go on: the TensorFlow thread ended with code ${code}`);
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

/** TensorFlow's errors name tensors and files; a person wants to know what to change. */
const explanations = [
  {
    pattern: /OOM|out of memory|failed to allocate/i,
    text: "Cannot run the step: out of memory; try a smaller --batch",
  },
  {
    pattern: /No space left/i,
    text: "Cannot write the checkpoint: the disk is full; free some space, then go on with --resume",
  },
] as const;

function explain(message: string): string {
  const found = explanations.find(({ pattern }) => pattern.test(message));
  return found ? `${found.text} (${message})` : `TensorFlow refused: ${message}`;
}
