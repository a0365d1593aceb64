/** Deno, as the service runs on it. */
import { getConnInfo } from "hono/deno";
import { prepareWorkers } from "../worker/prepare-workers.ts";
import { listenOnDeno } from "./listen-on-deno.ts";
import type { Runtime } from "./run-service.ts";

export const denoRuntime: Runtime = {
  endsThreads: false, // Worker.terminate() leaves a busy thread running: denoland/deno#12930
  prepareWorkers,
  peerAddress: (c) => getConnInfo(c).remote.address,
  listen: listenOnDeno,
};
