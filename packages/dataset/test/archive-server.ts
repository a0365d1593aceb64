/** A loopback HTTP server with one file that can fail in the ways that servers fail. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ArchiveServer {
  readonly url: string;
  /** The `Range` header of each request, in order. */
  readonly ranges: (string | undefined)[];
}

export interface ArchiveServerOptions {
  /** Whether it supports ranges. */
  readonly knowsRanges?: boolean;
  /** Bytes after which each of the first answers breaks off. */
  readonly breaksOffAfter?: readonly number[];
  /** Answers every request with this status and no file. */
  readonly status?: number;
}

/** Serves the file while `work` runs. */
export async function withArchiveServer(
  file: Uint8Array,
  options: ArchiveServerOptions,
  work: (server: ArchiveServer) => Promise<void>,
): Promise<void> {
  const { knowsRanges = true, breaksOffAfter = [], status } = options;
  const ranges: (string | undefined)[] = [];
  function answer({ headers }: IncomingMessage, response: ServerResponse): void {
    const breakOff = breaksOffAfter[ranges.length];
    ranges.push(headers.range);
    if (status !== undefined) {
      response.writeHead(status).end();
      return;
    }
    const start = knowsRanges ? Number(/\d+/.exec(headers.range ?? "0")![0]) : 0;
    const rest = file.subarray(start);
    const range = { "content-range": `bytes ${start}-${file.length - 1}/${file.length}` };
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": rest.length,
      ...(start > 0 ? range : {}),
    });
    if (breakOff === undefined) response.end(rest);
    else {
      response.write(rest.subarray(0, breakOff));
      // Time for the bytes to be taken: a client drops what it has not read when the connection ends.
      setTimeout(() => response.destroy(), 100);
    }
  }
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    await work({ url: `http://127.0.0.1:${port}/archive.zip`, ranges });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
