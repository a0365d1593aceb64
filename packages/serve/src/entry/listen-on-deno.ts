/**
 * Listens with `Deno.serve`. If its listener fails, for example because the process has no file descriptor left for a
 * connection, another one replaces it; open connections stay open.
 */
import type { Hono } from "hono";
import type { Env } from "../service.ts";
import type { Settings } from "../settings.ts";
import type { Listening, OnFault } from "./listening.ts";

interface Server {
  /** Rejects when the listener fails. */
  readonly finished: Promise<void>;
  shutdown(): Promise<void>;
}

/** The part of Deno that is used here. */
declare const Deno: {
  serve(
    options: {
      readonly port: number;
      readonly hostname: string;
      readonly onListen: (address: { readonly port: number }) => void;
    },
    handler: (request: Request, info: object) => Response | Promise<Response>,
  ): Server;
};

/** Before the next attempt to listen: some connections will have ended by then. */
const PAUSE_MS = 200;

/** Resolves when the service accepts connections. */
export async function listenOnDeno(
  app: Hono<Env>,
  { PORT, HOST }: Pick<Settings, "PORT" | "HOST">,
  onFault: OnFault,
): Promise<Listening> {
  let isClosed = false;
  const { promise, resolve } = Promise.withResolvers<number>();
  let server = serve(PORT, resolve);
  const port = await promise;
  watch();
  return {
    port,
    cutsBodies: true, // Deno 2.9.6: reading an unfinished body fails then.
    close() {
      isClosed = true;
      return server.shutdown();
    },
  };

  function serve(at: number, onPort: (port: number) => void): Server {
    return Deno.serve(
      { port: at, hostname: HOST, onListen: (address) => onPort(address.port) },
      app.fetch,
    );
  }

  function watch(): void {
    server.finished.catch((error: unknown) => {
      onFault(error);
      setTimeout(listenAgain, PAUSE_MS);
    });
  }

  function listenAgain(): void {
    if (isClosed) return;
    try {
      server = serve(port, () => {});
      watch();
    } catch (error) {
      onFault(error);
      setTimeout(listenAgain, PAUSE_MS);
    }
  }
}
