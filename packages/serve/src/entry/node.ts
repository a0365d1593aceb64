/** The service on Node. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { problemDetails } from "../problem.ts";
import { unusableTarget } from "../routes/request-target.ts";
import { prepareWorkers } from "../worker/prepare-workers.ts";
import { runService } from "./run-service.ts";

await runService({
  endsThreads: true,
  prepareWorkers,
  peerAddress: (c) => getConnInfo(c).remote.address,
  async listen(app, { PORT, HOST, BODY_TIMEOUT_MS }) {
    const listener = getRequestListener(app.fetch, { hostname: "localhost", errorHandler });
    const server = createServer(
      {
        // For headers that arrive too slowly; bodies have their own deadline.
        headersTimeout: BODY_TIMEOUT_MS,
        requestTimeout: 0,
        connectionsCheckingInterval: 1000,
        // As much as Deno accepts.
        maxHeaderSize: 64 * 1024,
        requireHostHeader: false,
      },
      listener,
    );
    server.on("checkExpectation", listener); // Any other expectation is answered as usual.
    const listening = Promise.withResolvers<void>();
    server.once("error", listening.reject);
    server.listen(PORT, HOST, listening.resolve);
    await listening.promise;
    return { port: (server.address() as AddressInfo).port, cutsBodies: false, close };

    function close(): Promise<void> {
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    }
  },
});

/** Called if the input does not make a valid request. */
function errorHandler(): Response {
  const problem = unusableTarget();
  return Response.json(problemDetails(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json" },
  });
}
