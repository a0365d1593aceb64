/** An image as text: base64, or a data URL. */
import { Problem } from "../problem.ts";
import { mediaType } from "./media-type.ts";
import type { Upload } from "./upload.ts";

const DATA_URL = /^data:([\w.+/-]*)(?:;[\w=.-]+)*?;base64,/;

/**
 * @param field of the JSON, for the message
 * @throws {Problem} `invalid_body` or `no_image`
 */
export function decodeBase64(text: string, field: string): Upload {
  const [prefix = "", declaredType] = DATA_URL.exec(text.slice(0, 200)) ?? [];
  const base64 = text.slice(prefix.length);
  if (base64 === "") throw new Problem("no_image", `Cannot classify an empty "${field}"`);
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  // Buffer skips what it does not know, and then there are fewer bytes than this.
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  if (bytes.length !== (base64.length / 4) * 3 - padding) {
    throw new Problem(
      "invalid_body",
      `Cannot read "${field}": it is neither base64 nor a data URL with base64; no address is fetched`,
    );
  }
  return { bytes, declaredType: mediaType(declaredType), file: undefined };
}
