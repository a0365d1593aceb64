/// <reference lib="dom" />
/** Loads parts, and tells how much of them has come. */
import type { Part } from "./parts.ts";

/** A part that did not come. */
class PartError extends Error {
  override readonly name = "PartError";
  /** Of the response; 0 where there was none. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The part that did not come, where that is why something larger failed. */
export function findPartError(error: unknown): PartError | undefined {
  if (error instanceof PartError) return error;
  if (error instanceof AggregateError) return error.errors.map(findPartError).find(Boolean);
  return error instanceof Error ? findPartError(error.cause) : undefined;
}

/** Where parts come from, and who is told. */
export interface PartSource {
  readonly base: string;
  readonly key: string;
  /** @param bytes that have come since the last call */
  readonly onBytes: (bytes: number) => void;
}

/** @throws {PartError} */
export async function readPart(
  { url, isPacked }: Part,
  { base, key, onBytes }: PartSource,
): Promise<Uint8Array<ArrayBuffer>> {
  const headers = new Headers(key === "" ? {} : { "x-api-key": key });
  try {
    const response = await fetch(new URL(url, base), { headers });
    if (!response.ok || response.body === null) throw await refusal(response);
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          onBytes(chunk.length);
          controller.enqueue(chunk);
        },
      }),
    );
    const content = isPacked ? counted.pipeThrough(new DecompressionStream("gzip")) : counted;
    return new Uint8Array(await new Response(content).arrayBuffer());
  } catch (cause) {
    if (cause instanceof PartError) throw cause;
    throw new PartError(
      `Cannot load "${url}": ${(cause as Error).message}; are you online? Then try again`,
      0,
    );
  }
}

/** @param response with the service's problem details, or a host's own words */
async function refusal(response: Response): Promise<PartError> {
  const { status } = response;
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
  const reason = detail ?? `Cannot load "${response.url}": the server answered ${status}`;
  return new PartError(status === 404 ? `${reason}; reload the page` : reason, status);
}
