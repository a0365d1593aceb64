/** The service on Node. */
import { getConnInfo } from "@hono/node-server/conninfo";
import { prepareWorkers } from "../worker/prepare-workers.ts";
import { listenOnNode } from "./listen-on-node.ts";
import { runService } from "./run-service.ts";

await runService({
  endsThreads: true,
  prepareWorkers,
  peerAddress: (c) => getConnInfo(c).remote.address,
  listen: listenOnNode,
});
