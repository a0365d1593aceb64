/**
 * Normalizes the lines around a form's parts to RFC 2046. Scripts that write a form by hand end lines with LF alone, and
 * some put spaces after a boundary, which §5.1.1 allows and the parser does not. The content of a part stays as it is.
 */

const [TAB, LF, CR, SPACE, DASH] = [9, 10, 13, 32, 45];
const CRLF = Buffer.from("\r\n");

/** Returns the same bytes if the first boundary's line ends with CRLF, as nearly all do. */
export function normalizeFraming(body: Uint8Array<ArrayBuffer>, boundary: string): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`--${boundary}`);
  const nextDelimiter = Buffer.concat([Buffer.of(LF), delimiter]);
  const isFirst = bytes.subarray(0, delimiter.length).equals(delimiter);
  const first = isFirst ? 0 : bytes.indexOf(nextDelimiter) + 1;
  const end = first + delimiter.length;
  const isFound = isFirst || first > 0;
  if (!isFound || (bytes[end] === CR && bytes[end + 1] === LF)) return bytes;
  const pieces: Uint8Array[] = [];
  for (let at = first; at >= 0;) {
    const next = bytes.indexOf(nextDelimiter, at + delimiter.length);
    const part = bytes.subarray(at + delimiter.length, next < 0 ? bytes.length : next);
    pieces.push(delimiter, ...framedPart(part));
    if (next >= 0) pieces.push(CRLF);
    at = next < 0 ? -1 : next + 1;
  }
  return Buffer.concat(pieces);
}

/** @param part from after its boundary to the line break before the next one, without the LF */
function framedPart(part: Buffer): readonly Uint8Array[] {
  if (part[0] === DASH && part[1] === DASH) return [part];
  let start = 0;
  while (part[start] === SPACE || part[start] === TAB) start += 1;
  const usesCr = part[start] === CR;
  const gap = part.indexOf(usesCr ? "\r\n\r\n" : "\n\n", start);
  if (gap < 0) return [part.subarray(start)]; // Cut off: the parser reports that.
  const headers = part.toString("latin1", start, gap).replaceAll(/\r?\n/g, "\r\n");
  const content = part.subarray(gap + (usesCr ? 4 : 2), usesCr ? part.length - 1 : part.length);
  return [Buffer.from(`${headers}\r\n\r\n`, "latin1"), content];
}
