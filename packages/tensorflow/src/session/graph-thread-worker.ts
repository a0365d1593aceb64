/** The thread that runs TensorFlow, started by ./graph-thread.ts: answers requests in order, and errors as text. */
import { parentPort, workerData } from "node:worker_threads";
import { openSavedModel, type Feeds, type Outputs } from "./saved-model-runner.ts";

/** A call of a signature. */
export interface Request {
  readonly id: number;
  readonly signature: string;
  readonly feeds: Feeds;
}

/** Its outputs, or TensorFlow's error message. */
export type Reply =
  | { readonly id: number; readonly outputs: Outputs }
  | { readonly id: number; readonly error: string };

const { folder } = workerData as { folder: string };
const runner = openSavedModel(folder);

// One after the other: two requests that both find their signature not yet loaded would load it twice, each with its own
// variables, and the second could overtake the first.
let previous: Promise<void> = Promise.resolve();
parentPort!.on("message", (request: Request) => {
  previous = previous.then(() => answer(request));
});

async function answer({ id, signature, feeds }: Request): Promise<void> {
  try {
    const outputs = await (await runner).run(signature, feeds);
    const buffers = Object.values(outputs).map(({ values }) => values.buffer as ArrayBuffer);
    parentPort!.postMessage({ id, outputs } satisfies Reply, [...new Set(buffers)]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    parentPort!.postMessage({ id, error: message } satisfies Reply);
  }
}
