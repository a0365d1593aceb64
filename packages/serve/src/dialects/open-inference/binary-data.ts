/**
 * Tensors as bytes behind the JSON, in both directions: Triton's extension `binary_tensor_data`, little-endian and
 * row-major. Source: triton-inference-server/server, docs/protocol/extension_binary_data.md.
 */
import { Problem } from "../../problem.ts";

/** The header that tells the length of the JSON, of a request or an answer. */
export const JSON_LENGTH = "Inference-Header-Content-Length";

/** A body in its two parts. */
export interface SplitBody {
  readonly json: Uint8Array<ArrayBuffer>;
  readonly binary: Uint8Array<ArrayBuffer>;
}

/**
 * @param jsonLength the request's header; undefined where all of the body is JSON
 * @throws {Problem} `invalid_body`
 */
export function splitBody(
  body: Uint8Array<ArrayBuffer>,
  jsonLength: string | undefined,
): SplitBody {
  if (jsonLength === undefined) return { json: body, binary: body.subarray(body.length) };
  const length = /^\d{1,15}$/.test(jsonLength.trim()) ? Number(jsonLength) : Infinity;
  if (length > body.length) {
    throw new Problem(
      "invalid_body",
      `Cannot read the body: ${JSON_LENGTH} is "${jsonLength}", wanted the bytes of its JSON, at most ${body.length}`,
    );
  }
  return { json: body.subarray(0, length), binary: body.subarray(length) };
}

/** Hands out the bytes of one tensor after the other. */
export class BinaryTensors {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  /** @throws {Problem} `invalid_body` when there are not so many left */
  take(size: unknown, field: string): Uint8Array<ArrayBuffer> {
    const left = this.#bytes.length - this.#at;
    if (!Number.isSafeInteger(size) || Number(size) < 0 || Number(size) > left) {
      throw new Problem(
        "invalid_body",
        `Cannot read "${field}": its binary_data_size is ${JSON.stringify(size)}, and ${left} bytes are left after the JSON and the tensors before`,
      );
    }
    this.#at += Number(size);
    return this.#bytes.subarray(this.#at - Number(size), this.#at);
  }

  /** @throws {Problem} `invalid_body` when bytes are left that belong to no tensor */
  end(): void {
    const left = this.#bytes.length - this.#at;
    if (left === 0) return;
    throw new Problem(
      "invalid_body",
      `Cannot read the body: ${left} bytes at its end belong to no input; give their binary_data_size and ${JSON_LENGTH}`,
    );
  }
}

/**
 * The elements of a BYTES tensor, each behind its length in four bytes.
 * @throws {Problem} `invalid_body`
 */
export function readElements(
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
  field: string,
): Uint8Array<ArrayBuffer>[] {
  const lengths = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const elements: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  while (elements.length < count && at + 4 <= bytes.length) {
    const end = at + 4 + lengths.getUint32(at, true);
    if (end > bytes.length) break;
    elements.push(bytes.subarray(at + 4, end));
    at = end;
  }
  if (elements.length === count && at === bytes.length) return elements;
  throw new Problem(
    "invalid_body",
    `Cannot read "${field}": after ${elements.length} of ${count} elements, at byte ${at} of ${bytes.length}, there is not one element behind its length (four bytes, little-endian) and nothing else`,
  );
}

/** As `readElements` reads them. */
export function writeElements(texts: readonly string[]): Uint8Array<ArrayBuffer> {
  const elements = texts.map((text) => Buffer.from(text));
  const bytes = new Uint8Array(elements.reduce((sum, { length }) => sum + 4 + length, 0));
  const lengths = new DataView(bytes.buffer);
  let at = 0;
  for (const element of elements) {
    lengths.setUint32(at, element.length, true);
    bytes.set(element, at + 4);
    at += 4 + element.length;
  }
  return bytes;
}
