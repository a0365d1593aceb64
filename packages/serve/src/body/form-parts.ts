/**
 * The parts of a form: of `multipart/form-data` (RFC 7578), or the fields of `application/x-www-form-urlencoded`. Parsed
 * with busboy, since the runtimes' own `formData()` accept different forms. (@remix-run/multipart-parser is faster, but
 * does not accept a preamble, folded headers, parameter names in capitals or file names in Latin-1.)
 */
import { Problem } from "../problem.ts";
import { concatBytes } from "./concat-bytes.ts";
import { normalizeFraming } from "./form-framing.ts";

/** A part of a form: a file or a field. */
export interface FormPart {
  /** Of the field; may be empty. */
  readonly name: string;
  /** File name; undefined for a part that is not a file. */
  readonly file: string | undefined;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Far more than any form has; parsing them takes 0.1 s of the thread that answers everybody. */
const MAX_PARTS = 1000;
const MAX_HEADER_BYTES = 16 * 1024;

/** @throws {Problem} `invalid_body` or `too_many_parts` */
export async function readMultipart(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<readonly FormPart[]> {
  const boundary = readBoundary(contentType);
  if (!asBuffer(body).includes(`--${boundary}`)) {
    throw new Problem(
      "invalid_body",
      "Cannot read the form: it does not contain the boundary that its content type names",
    );
  }
  checkCount(body, `\n--${boundary}`);
  const { Busboy } = await import("@fastify/busboy"); // At the first form, so that it does not slow down the start.
  const { promise, resolve, reject } = Promise.withResolvers<readonly FormPart[]>();
  const parts: FormPart[] = [];
  const parser = Busboy({
    // The boundary that was checked, whatever else the header holds.
    headers: { "content-type": `multipart/form-data; boundary="${boundary}"` },
    limits: { headerSize: MAX_HEADER_BYTES },
    isPartAFile: () => true, // so that text comes as bytes too, which decide what a part is
  });
  parser.on("file", (...[field, stream, fileName, , type]) => {
    const [name, file]: readonly (string | undefined)[] = [field, fileName]; // Its types are wrong here.
    const chunks: Uint8Array[] = [];
    stream.on("data", (chunk: Uint8Array) => void chunks.push(chunk));
    stream.on("error", () => {}); // The parser reports it.
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
  parser.end(normalizeFraming(body, boundary));
  return promise;
}

/** @throws {Problem} `too_many_parts` */
export function readUrlEncoded(body: Uint8Array<ArrayBuffer>): readonly FormPart[] {
  checkCount(body, "&");
  // A "+" means a space here, which none of our fields has; scripts send base64 without escaping it.
  const text = new TextDecoder().decode(body).replaceAll("+", "%2B");
  const fields = new URLSearchParams(text);
  const encoder = new TextEncoder();
  return [...fields].map(([name, value]) => ({
    name,
    file: undefined,
    bytes: encoder.encode(value),
  }));
}

function readBoundary(contentType: string): string {
  const [, quoted, plain] =
    /;\s*boundary=(?:"([^"\\]{1,70})"|([^\s;"\\]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary !== undefined) return boundary;
  throw new Problem(
    "invalid_body",
    "Cannot read the form: its content type has no boundary; let the HTTP client set that header",
  );
}

/** Before parsing, which takes time for every part. */
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
