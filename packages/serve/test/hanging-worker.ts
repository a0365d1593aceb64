/** Says that it is ready, and spins for ever at the first job. */
import { parentPort } from "node:worker_threads";

parentPort!.on("message", () => {
  for (;;);
});
parentPort!.postMessage({
  kind: "started",
  started: [{ engine: { name: "none", variant: "none", why: "a test" }, golden: 0 }],
});
