/**
 * The parts of a form: of `multipart/form-data` (RFC 7578), or the fields of `application/x-www-form-urlencoded`. By
 * busboy, since the runtimes' own `formData()` take different forms. (@remix-run/multipart-parser is faster, but has no
 * preamble, no folded headers, no parameter in capitals and no file name in Latin-1.)
 */
import { Problem } from "../problem.ts";
import { concatBytes } from "./concat-bytes.ts";
import { withFraming } from "./form-framing.ts";

export interface FormPart {
  /** Of the field; empty where it has none. */
  readonly name: string;
  /** Undefined for a part that is no file. */
  readonly file: string | undefined;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Far more fields than any form has; parsing them takes 0.1 s of the thread that answers everybody. */
const MAX_PARTS = 1000;
const MAX_HEADER_BYTES = 16 * 1024;

/** @throws {Problem} `invalid_body` or `too_many_parts` */
export async function readMultipart(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<readonly FormPart[]> {
  const boundary = boundaryOf(contentType);
  if (!asBuffer(body).includes(`--${boundary}`)) {
    throw new Problem(
      "invalid_body",
      "Cannot read the form: the boundary that its content type names is nowhere in it",
    );
  }
  checkCount(body, `\n--${boundary}`);
  const { Busboy } = await import("@fastify/busboy"); // At the first form: starting need not wait for it.
  const { promise, resolve, reject } = Promise.withResolvers<readonly FormPart[]>();
  const parts: FormPart[] = [];
  const parser = Busboy({
    // By the boundary that was checked, whatever else the header holds.
    headers: { "content-type": `multipart/form-data; boundary="${boundary}"` },
    limits: { headerSize: MAX_HEADER_BYTES },
    isPartAFile: () => true, // so that text comes as bytes too: they decide what a part is
  });
  parser.on("file", (...[field, stream, fileName, , type]) => {
    const [name, file]: readonly (string | undefined)[] = [field, fileName]; // Whatever its types say.
    const chunks: Uint8Array[] = [];
    stream.on("data", (chunk: Uint8Array) => void chunks.push(chunk));
    stream.on("error", () => {}); // The parser tells.
    stream.on("end", () => {
      const isFile = file !== undefined || /^(image\/|application\/octet-stream)/.test(type);
      const bytes = concatBytes(chunks);
      parts.push({ name: name ?? "", file: isFile ? (file ?? "") : undefined, bytes });
    });
  });
  parser.on("error", (cause) => {
    const detail = "Cannot read the form: it is cut off before its last boundary";
    reject(new Problem("invalid_body", detail, { cause }));
  });
  parser.on("finish", () => resolve(parts));
  parser.end(withFraming(body, boundary));
  return promise;
}

/** @throws {Problem} `too_many_parts` */
export function readUrlEncoded(body: Uint8Array<ArrayBuffer>): readonly FormPart[] {
  checkCount(body, "&");
  // A "+" stands for a space here, of which no field of ours has any; scripts send base64 without escaping it.
  const text = new TextDecoder().decode(body).replaceAll("+", "%2B");
  const fields = new URLSearchParams(text);
  const encoder = new TextEncoder();
  return [...fields].map(([name, value]) => ({
    name,
    file: undefined,
    bytes: encoder.encode(value),
  }));
}

function boundaryOf(contentType: string): string {
  const [, quoted, plain] =
    /;\s*boundary=(?:"([^"\\]{1,70})"|([^\s;"\\]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary !== undefined) return boundary;
  throw new Problem(
    "invalid_body",
    "Cannot read the form: its content type names no boundary; leave that header to the client that writes the form",
  );
}

/** Before it is parsed: that takes time for every part. */
function checkCount(body: Uint8Array<ArrayBuffer>, separator: string): void {
  const text = asBuffer(body);
  let count = 0;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
    count += 1;
    if (count <= MAX_PARTS) continue;
    throw new Problem(
      "too_many_parts",
      `Cannot read the form: it has more than ${MAX_PARTS} parts`,
    );
  }
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
