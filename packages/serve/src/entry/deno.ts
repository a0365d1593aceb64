/** The service on Deno. */
import { getConnInfo } from "hono/deno";
import { listenOnDeno } from "./listen-on-deno.ts";
import { runService } from "./run-service.ts";
import { startWorker } from "./start-worker.ts";

await runService({
  endsThreads: false, // Worker.terminate() leaves a busy thread running: denoland/deno#12930
  startWorker,
  clientAddress: (c) => getConnInfo(c).remote.address,
  listen: listenOnDeno,
});
