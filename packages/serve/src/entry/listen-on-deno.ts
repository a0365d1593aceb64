/** A socket by `Deno.serve`. */
import type { Hono } from "hono";
import type { Env } from "../service.ts";
import type { Settings } from "../settings.ts";
import type { Listening } from "./run-service.ts";

/** The part of Deno that is used here. */
declare const Deno: {
  serve(
    options: {
      readonly port: number;
      readonly hostname: string;
      readonly onListen: (address: { readonly port: number }) => void;
    },
    handler: (request: Request, info: object) => Response | Promise<Response>,
  ): { shutdown(): Promise<void> };
};

export async function listenOnDeno(
  app: Hono<Env>,
  { PORT, HOST }: Pick<Settings, "PORT" | "HOST">,
): Promise<Listening> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = Deno.serve(
    { port: PORT, hostname: HOST, onListen: (address) => resolve(address.port) },
    app.fetch,
  );
  return { port: await promise, close: () => server.shutdown() };
}
