import { createHash } from "node:crypto";
/**
 * A small S3 in memory, for tests: objects, listings in pages, uploads in parts. Every request must be signed as AWS
 * Signature Version 4 asks, which is computed here anew from the request as it arrived.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { signatureFault } from "./signature.ts";

export interface BucketServer {
  readonly endpoint: string;
  /** `bucket/key` → bytes: what can be read now. */
  readonly objects: Map<string, Uint8Array>;
  /** `METHOD /path?query` of all requests. */
  readonly requests: string[];
  /** How many of the next requests are answered by 503, as a busy S3 does. */
  failures: number;
  /** How many of the next objects break off in the middle. */
  cuts: number;
  /** How many of the next objects stop in the middle, and never go on. */
  stalls: number;
  /** What the next requests are answered by, such as `403 ExpiredToken`; empty for none. */
  refusal: string;
  /** Uploads in parts that were begun and neither completed nor given up. */
  readonly uploads: Map<string, Map<number, Uint8Array>>;
}

const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIDTESTS",
  AWS_SECRET_ACCESS_KEY: "a secret/of+tests",
  AWS_REGION: "eu-central-1",
} as const;

/** Keys of a page of a listing: few, so that there are several. */
const PAGE = 3;

export async function withBucketServer(
  work: (server: BucketServer, environment: Record<string, string>) => Promise<void>,
): Promise<void> {
  const state: BucketServer = {
    endpoint: "",
    objects: new Map(),
    requests: [],
    failures: 0,
    cuts: 0,
    stalls: 0,
    refusal: "",
    uploads: new Map(),
  };
  const http = createServer((request, response) => void answer(state, request, response));
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const endpoint = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  try {
    await work(Object.assign(state, { endpoint }), { ...KEYS, AWS_ENDPOINT_URL: endpoint });
  } finally {
    http.closeAllConnections();
    http.close();
  }
}

async function answer(
  state: BucketServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await buffer(request);
  const url = new URL(request.url!, "http://localhost");
  state.requests.push(`${request.method} ${request.url}`);
  const send = (status: number, content: string | Uint8Array = "", headers = {}): void => {
    response.writeHead(status, headers).end(content);
  };
  const fail = (status: number, code: string, headers = {}): void =>
    send(status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`, headers);
  if (state.failures > 0) {
    state.failures -= 1;
    return fail(503, "SlowDown", { "retry-after": "1" });
  }
  if (state.refusal !== "") {
    const [status, code] = state.refusal.split(" ");
    return fail(Number(status), code!);
  }
  const fault = signatureFault(request, body, KEYS);
  if (fault !== undefined) return fail(403, fault);

  const path = decodeURIComponent(url.pathname.slice(1));
  const query = url.searchParams;
  const uploadId = query.get("uploadId") ?? "";
  const method = `${request.method}${query.has("uploads") || uploadId !== "" ? " part" : ""}`;
  if (query.get("list-type") === "2") return send(200, list(state, path.replace(/\/$/, ""), query));
  switch (method) {
    case "PUT":
      state.objects.set(path, body);
      return send(200, "", { etag: etag(body) });
    case "DELETE":
      state.objects.delete(path);
      return send(204);
    case "GET":
    case "HEAD": {
      const found = state.objects.get(path);
      if (found === undefined) return fail(404, "NoSuchKey");
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
      const bytes = start ? found.subarray(Number(start), Number(end) + 1) : found;
      if (request.method === "GET" && state.cuts > 0) {
        state.cuts -= 1;
        response.writeHead(200, { "content-length": bytes.length });
        response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
        return;
      }
      if (request.method === "GET" && state.stalls > 0) {
        state.stalls -= 1;
        response.writeHead(200, { "content-length": bytes.length });
        response.write(bytes.subarray(0, bytes.length / 2));
        return;
      }
      return send(start ? 206 : 200, bytes, { "content-length": bytes.length });
    }
    case "POST part":
      if (query.has("uploads")) {
        const id = `upload-${state.requests.length}`;
        state.uploads.set(id, new Map());
        return send(200, `<R><UploadId>${id}</UploadId></R>`);
      }
      return complete(state, { path, uploadId, xml: body.toString() }, { send, fail });
    case "PUT part":
      state.uploads.get(uploadId)!.set(Number(query.get("partNumber")), body);
      return send(200, "", { etag: etag(body) });
    case "DELETE part":
      state.uploads.delete(uploadId);
      return send(204);
    default:
      return fail(405, "MethodNotAllowed");
  }
}

interface Reply {
  readonly send: (status: number, content?: string) => void;
  readonly fail: (status: number, code: string) => void;
}

/** S3 refuses parts below 5 MiB, except the last, and tags that are not those of the parts. */
function complete(
  { objects, uploads }: BucketServer,
  { path, uploadId, xml }: Readonly<Record<"path" | "uploadId" | "xml", string>>,
  { send, fail }: Reply,
): void {
  const parts = uploads.get(uploadId)!;
  const named = [...xml.matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => ({
    number: Number(/<PartNumber>(\d+)</.exec(part)![1]),
    tag: /<ETag>(.*?)</.exec(part)![1]!.replaceAll("&quot;", '"'),
  }));
  const bytes = named.map(({ number }) => parts.get(number)!);
  if (named.some(({ tag }, index) => tag !== etag(bytes[index]!))) return fail(400, "InvalidPart");
  if (bytes.slice(0, -1).some(({ length }) => length < 5 * 2 ** 20)) {
    return fail(400, "EntityTooSmall");
  }
  objects.set(path, Buffer.concat(bytes));
  uploads.delete(uploadId);
  send(200, "<R></R>");
}

function list({ objects }: BucketServer, bucket: string, query: URLSearchParams): string {
  const prefix = `${bucket}/${query.get("prefix") ?? ""}`;
  const after = query.get("continuation-token") ?? "";
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(prefix) && key > after)
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const page = keys.slice(0, PAGE);
  const next =
    keys.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
  const rows = page.map((key) => {
    const name = key.slice(bucket.length + 1).replaceAll("&", "&amp;");
    return `<Contents><Key>${name}</Key><Size>${objects.get(key)!.length}</Size></Contents>`;
  });
  return `<ListBucketResult><IsTruncated>${next !== ""}</IsTruncated>${rows.join("")}${next}</ListBucketResult>`;
}

function etag(bytes: Uint8Array): string {
  return `"${createHash("md5").update(bytes).digest("hex")}"`;
}
