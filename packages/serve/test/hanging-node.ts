/** The service on Node, with threads that never come back from a job: what a hang in a native call would look like. */
import { Worker } from "node:worker_threads";
import { listenOnNode } from "../src/entry/listen-on-node.ts";
import { runService } from "../src/entry/run-service.ts";

await runService({
  endsThreads: true,
  prepareWorkers: () => () => new Worker(new URL("./hanging-worker.ts", import.meta.url)),
  peerAddress: () => undefined,
  listen: listenOnNode,
});
