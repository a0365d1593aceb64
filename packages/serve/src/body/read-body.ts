/**
 * A request's whole body, within limits. No runtime sets a deadline for a body or counts its bytes, so both are
 * done here, while it arrives. A declared length is used only to refuse what is too large. The limits hold for a
 * compressed body as it came, and for what comes out of it.
 */
import type { InFlight } from "../in-flight.ts";
import { Problem } from "../problem.ts";
import { concatBytes } from "./concat-bytes.ts";
import type { UploadAccount } from "./upload-budget.ts";

/** Limits for one body. */
export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly account: UploadAccount;
  /** Counts the body until it is complete or refused. */
  readonly arriving: InFlight;
}

/**
 * Reads the body and hands it to `work`; its share of the upload budget is released when that is done.
 * @throws {Problem} `unsupported_content_encoding`, `body_too_large`, `body_timeout`, `upload_budget`, `client_gone`, or
 * `invalid_body` where it cannot be decompressed
 */
export async function withBody<T>(
  request: Request,
  { maxBytes, timeoutMs, account, arriving }: BodyLimits,
  work: (body: Uint8Array<ArrayBuffer>) => Promise<T>,
): Promise<T> {
  const isCompressed = isCompressedBody(request.headers);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const counter = (): ((bytes: number) => void) => {
    let counted = 0;
    return (bytes) => {
      counted += bytes;
      if (counted > maxBytes) throw tooLarge(maxBytes);
      account.take(bytes);
    };
  };
  arriving.enter();
  try {
    const body = await receive(request, timeoutMs, counter()).finally(() => arriving.leave());
    if (!isCompressed) return await work(body);
    const { decompress } = await import("./decompress.ts");
    return await work(await decompress(body, counter()));
  } finally {
    account.release();
  }
}

/** Without "deflate-raw", which HTTP does not have. */
const COMPRESSED: ReadonlySet<string> = new Set(["gzip", "x-gzip", "deflate"]);

/** @throws {Problem} `unsupported_content_encoding` */
function isCompressedBody(headers: Headers): boolean {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() || "identity";
  if (COMPRESSED.has(encoding)) return true;
  if (encoding === "identity") return false;
  throw new Problem(
    "unsupported_content_encoding",
    `Cannot read a body with the content encoding "${encoding}": send it uncompressed, or as gzip or deflate`,
  );
}

/** Smaller bodies are read at once, in a fifth of the time that chunks take; a connection uses as much memory by itself. */
const SMALL_BODY_BYTES = 64 * 1024;

/**
 * A late read is not cancelled but ends with the answer: on Deno 2.9.6 a cancelled reader keeps its buffer of 64 KiB
 * forever.
 */
async function receive(
  request: Request,
  timeoutMs: number,
  take: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(timeout(timeoutMs)), timeoutMs);
  const inTime = <T>(read: Promise<T>): Promise<T> =>
    Promise.race([read.catch(clientGone), late.promise]);
  const declared = Number(request.headers.get("content-length") ?? Infinity);
  try {
    if (declared > SMALL_BODY_BYTES) return await receiveChunks(request, take, inTime);
    const body = new Uint8Array(await inTime(request.arrayBuffer()));
    take(body.length);
    return body;
  } finally {
    clearTimeout(timer);
  }
}

async function receiveChunks(
  request: Request,
  take: (bytes: number) => void,
  inTime: <T>(read: Promise<T>) => Promise<T>,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await inTime(reader.read());
    if (done) return concatBytes(chunks);
    try {
      take(value.length);
    } catch (error) {
      void reader.cancel().catch(() => {}); // The rest is not needed; the connection may be closed already.
      throw error;
    }
    chunks.push(value);
  }
}

/** A broken connection shows as a failing read. */
function clientGone(cause: unknown): never {
  throw new Problem("client_gone", "The client disconnected before its body was complete", {
    cause,
  });
}

function timeout(timeoutMs: number): Problem {
  const detail = `Cannot wait for the body: it did not arrive within ${timeoutMs} ms`;
  return new Problem("body_timeout", detail);
}

function tooLarge(maxBytes: number): Problem {
  return new Problem(
    "body_too_large",
    `Cannot read the body: at most ${maxBytes} bytes are allowed`,
  );
}
