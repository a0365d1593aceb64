/** The service on Deno, with threads that never come back from a job: what a hang in a decoder would look like. */
import { Worker } from "node:worker_threads";
import { listenOnDeno } from "../src/entry/listen-on-deno.ts";
import { runService } from "../src/entry/run-service.ts";

await runService({
  endsThreads: false,
  prepareWorkers: () => () => new Worker(new URL("./hanging-worker.ts", import.meta.url)),
  peerAddress: () => undefined,
  listen: listenOnDeno,
});
