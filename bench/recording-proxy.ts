/** Stands between a client and a service, and keeps the requests as they were. */
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  /** Those that describe the body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface RecordingProxy {
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  close(): void;
}

const KEPT = /^(content-type|content-encoding|accept|inference-.*)$/;

/** @param port of the service */
export async function startRecordingProxy(port: number): Promise<RecordingProxy> {
  const requests: RecordedRequest[] = [];
  const server = createServer((asked, answer) => {
    void receive(asked).then((body) => {
      const { method = "GET", url: path = "/", headers } = asked;
      const kept = Object.entries(headers).filter(([name]) => KEPT.test(name));
      requests.push({
        method,
        path,
        headers: Object.fromEntries(kept) as Record<string, string>,
        body,
      });
      const forwarded = request({ port, host: "127.0.0.1", method, path, headers }, (got) => {
        answer.writeHead(got.statusCode!, got.headers);
        got.pipe(answer);
      });
      forwarded.end(body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function receive(asked: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
