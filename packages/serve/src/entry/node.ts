/** The service on Node. */
import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { prepareWorkers } from "../worker/prepare-workers.ts";
import { runService } from "./run-service.ts";

await runService({
  endsThreads: true,
  prepareWorkers,
  peerAddress: (c) => getConnInfo(c).remote.address,
  async listen(app, { PORT, HOST, BODY_TIMEOUT_MS }) {
    const server = createServer(
      // Headers that arrive too slowly; a body has its own deadline.
      { headersTimeout: BODY_TIMEOUT_MS, requestTimeout: 0, connectionsCheckingInterval: 1000 },
      getRequestListener(app.fetch),
    );
    const listening = Promise.withResolvers<void>();
    server.once("error", listening.reject);
    server.listen(PORT, HOST, listening.resolve);
    await listening.promise;
    return { port: (server.address() as AddressInfo).port, close };

    function close(): Promise<void> {
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    }
  },
});
