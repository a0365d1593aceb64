/** The service on Deno. */
import { getConnInfo } from "hono/deno";
import { prepareWorkers } from "../worker/prepare-workers.ts";
import { listenOnDeno } from "./listen-on-deno.ts";
import { runService } from "./run-service.ts";

await runService({
  endsThreads: false, // Worker.terminate() leaves a busy thread running: denoland/deno#12930
  prepareWorkers,
  peerAddress: (c) => getConnInfo(c).remote.address,
  listen: listenOnDeno,
});
