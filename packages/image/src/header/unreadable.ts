/** The error for a header that cannot be read. */
import { ImageError, type ImageErrorCode } from "../image-error.ts";

/** @param reason what is wrong with "it", the file */
export function unreadable(format: string, code: ImageErrorCode, reason: string): ImageError {
  return new ImageError(code, `Cannot read ${format}: ${reason}`);
}
