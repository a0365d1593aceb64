/** The service on Deno. */
import { getConnInfo } from "hono/deno";
import { runService } from "./run-service.ts";

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

await runService({
  endsThreads: false, // Worker.terminate() leaves a busy thread running: denoland/deno#12930
  clientAddress: (c) => getConnInfo(c).remote.address,
  async listen(app, { PORT, HOST }) {
    const { promise, resolve } = Promise.withResolvers<number>();
    const server = Deno.serve(
      { port: PORT, hostname: HOST, onListen: (address) => resolve(address.port) },
      app.fetch,
    );
    return { port: await promise, close: () => server.shutdown() };
  },
});
