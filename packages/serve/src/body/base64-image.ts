/** An image as text: base64 in either alphabet, with or without padding and line breaks, or a data URL of it. */
import { Problem } from "../problem.ts";

/** RFC 2397. Its media type is ignored: the bytes decide. */
const DATA_URL = /^\s*data:[^,]{0,200};\s*base64\s*,/i;

/**
 * @param field name of the field, for the message
 * @throws {Problem} `invalid_body` or `no_image`
 */
export function decodeBase64(text: string, field: string): Uint8Array<ArrayBuffer> {
  const [prefix = ""] = DATA_URL.exec(text.slice(0, 300)) ?? [];
  const given = text.slice(prefix.length);
  const base64 = prefix !== "" && given.includes("%") ? percentDecoded(given) : given;
  // White space is removed only if decoding fails: most texts have none, and may have megabytes.
  const bytes = decode(base64) ?? decode(base64.replaceAll(/\s+/g, ""));
  if (bytes === undefined) {
    throw new Problem(
      "invalid_body",
      `Cannot read "${field}": it is neither base64 nor a base64 data URL; URLs are not fetched`,
    );
  }
  if (bytes.length === 0) throw new Problem("no_image", `Cannot classify an empty "${field}"`);
  return bytes;
}

/** Undefined for text with any other character: Buffer skips those, and then returns fewer bytes than expected. */
function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  const unpadded = text.length - (/={1,2}$/.exec(text.slice(-2))?.[0].length ?? 0);
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  const isWhole = unpadded % 4 !== 1 && bytes.length === Math.floor((unpadded * 3) / 4);
  return isWhole ? bytes : undefined;
}

function percentDecoded(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
