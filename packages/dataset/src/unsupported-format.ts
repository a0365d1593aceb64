/** What a file is whose format is not decoded, and the way out. */
import { nameForeignFormat } from "@inception-edge/image";
import type { Defect } from "./dataset-error.ts";

/** @param start the first bytes of the file, at least 256 if it has so many */
export function unsupportedFormat(start: Uint8Array): Pick<Defect, "code" | "message" | "cure"> {
  const foreign = nameForeignFormat(start);
  const code = "unsupported";
  if (foreign !== undefined) {
    const message = `is ${foreign.name}, which is not decoded`;
    return { code, message, cure: `${foreign.wayOut}, or delete it` };
  }
  return {
    code,
    message: "is not a JPEG, PNG, GIF, WebP, AVIF or HEIC image that can be decoded",
    cure: "convert it to one of these or delete it",
  };
}
