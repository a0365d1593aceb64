/**
 * A request's whole body, within limits. No runtime sets a deadline for a body or counts its bytes, so both are
 * done here, while it arrives. A promised length is believed where it is too much, and where it is small: the runtimes
 * let no more arrive, and refuse a request that also says it is chunked.
 */
import { Problem } from "../problem.ts";
import type { UploadBudget } from "./upload-budget.ts";

export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly budget: UploadBudget;
}

/**
 * Reads the body and hands it to `work`; the body's share of the budget is given back when that is done.
 * @throws {Problem} `unsupported_content_encoding`, `body_too_large`, `body_timeout`, `upload_budget` or `client_gone`
 */
export async function withBody<T>(
  request: Request,
  { maxBytes, timeoutMs, budget }: BodyLimits,
  work: (body: Uint8Array<ArrayBuffer>) => Promise<T>,
): Promise<T> {
  checkHeaders(request.headers, maxBytes);
  let taken = 0;
  const take = (bytes: number): void => {
    if (taken + bytes > maxBytes) throw tooLarge(maxBytes);
    budget.take(bytes);
    taken += bytes;
  };
  try {
    return await work(await receive(request, timeoutMs, take));
  } finally {
    budget.give(taken);
  }
}

function checkHeaders(headers: Headers, maxBytes: number): void {
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") {
    throw new Problem(
      "unsupported_content_encoding",
      `Cannot take a body of the content encoding "${encoding}": send it as it is`,
    );
  }
  if (Number(headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

/** Bodies that promise to be no larger are read in one go, which takes a fifth of the time of reading chunks. */
const SMALL_BODY_BYTES = 256 * 1024;

async function receive(
  request: Request,
  timeoutMs: number,
  take: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(
      new Problem(
        "body_timeout",
        `Cannot wait for the body: it has not arrived whole in ${timeoutMs} ms`,
      ),
    );
  }, timeoutMs);
  const promised = Number(request.headers.get("content-length") ?? Infinity);
  try {
    if (promised <= SMALL_BODY_BYTES) {
      take(promised); // The runtime lets no more arrive.
      return new Uint8Array(await Promise.race([readWhole(request), late.promise]));
    }
    return await receiveChunks(request, take, late.promise);
  } finally {
    clearTimeout(timer);
  }
}

async function receiveChunks(
  request: Request,
  take: (bytes: number) => void,
  late: Promise<never>,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  try {
    for (;;) {
      const { done, value } = await Promise.race([readChunk(reader), late]);
      if (done) return concat(chunks);
      take(value.length);
      chunks.push(value);
    }
  } catch (error) {
    void reader.cancel().catch(() => {}); // The rest is not wanted; the connection may be gone already.
    throw error;
  }
}

function readWhole(request: Request): Promise<ArrayBuffer> {
  return request.arrayBuffer().catch(clientGone);
}

function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReturnType<typeof reader.read> {
  return reader.read().catch(clientGone);
}

/** A connection that breaks shows as a failing read. */
function clientGone(cause: unknown): never {
  throw new Problem("client_gone", "The client left before its body was whole", { cause });
}

function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function tooLarge(maxBytes: number): Problem {
  return new Problem(
    "body_too_large",
    `Cannot take the body: at most ${maxBytes} bytes are allowed`,
  );
}
