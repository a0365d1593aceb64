/** Listens with Node's HTTP server. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { problemDetails } from "../problem.ts";
import { unusableTarget } from "../routes/request-target.ts";
import type { Env } from "../service.ts";
import type { Settings } from "../settings.ts";
import type { Listening } from "./listening.ts";

/** Resolves when the service accepts connections. */
export async function listenOnNode(
  app: Hono<Env>,
  { PORT, HOST, BODY_TIMEOUT_MS }: Pick<Settings, "PORT" | "HOST" | "BODY_TIMEOUT_MS">,
): Promise<Listening> {
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
}

/** Called if the input does not make a valid request. */
function errorHandler(): Response {
  const problem = unusableTarget();
  return Response.json(problemDetails(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json" },
  });
}
