/** Requests as they are on the wire, and what was answered: clients that check what they send could not send these. */
import { connect } from "node:net";

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  /** Lines; `Host` and `Connection: close` come before them, `Content-Length` after them where none is told. */
  readonly headers?: readonly string[];
  readonly body?: Uint8Array | string;
  /** Leaves out the header that tells the body's length. */
  readonly noLength?: boolean;
}

export function rawRequest(request: RawRequest): Buffer {
  const { method = "POST", path = "/classify", headers = [], body = "", noLength } = request;
  const bytes = typeof body === "string" ? Buffer.from(body, "latin1") : Buffer.from(body);
  const length = noLength || method === "GET" ? [] : [`Content-Length: ${bytes.length}`];
  const lines = [`${method} ${path} HTTP/1.1`, "Host: a", "Connection: close", ...headers];
  return Buffer.concat([Buffer.from([...lines, ...length, "", ""].join("\r\n"), "latin1"), bytes]);
}

export interface RawAnswer {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const PATIENCE_MS = 5000;

/** Sends the bytes and reads until the connection ends. */
export function sendRaw(port: number, request: Uint8Array): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(parseAnswer(Buffer.concat(chunks).toString("latin1")));
    };
    const timer = setTimeout(end, PATIENCE_MS);
    socket.on("data", (chunk) => void chunks.push(chunk));
    socket.on("error", end);
    socket.on("close", end);
  });
}

function parseAnswer(text: string): RawAnswer {
  const whole = text.replace(/^(HTTP\/1\.1 100 [^\r]*\r\n\r\n)+/, "");
  const [head = "", ...rest] = whole.split("\r\n\r\n");
  const [line = "", ...lines] = head.split("\r\n");
  const headers = new Map(
    lines.map((one) => {
      const at = one.indexOf(":");
      return [one.slice(0, at).toLowerCase(), one.slice(at + 1).trim()] as const;
    }),
  );
  return {
    status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(line)?.[1] ?? 0),
    headers,
    body: rest.join("\r\n\r\n"),
  };
}
