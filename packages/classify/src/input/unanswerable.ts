/** The images that are answered by an error before anybody decodes them. */
import { MAX_IMAGE_BYTES, type AnswerError, type Unanswerable } from "./image-input.ts";

export const MISSING: AnswerError = {
  code: "missing",
  message: "Cannot read the image: there is none of this name",
};

export const FORBIDDEN: AnswerError = {
  code: "unreadable",
  message: "Cannot read the image: permission denied",
};

export const NO_FILE: AnswerError = {
  code: "unreadable",
  message: "Cannot read the image: it is a pipe or a device, not a file",
};

export function tooLarge(bytes: number, sha256: string): Unanswerable {
  const message = `Cannot decode ${bytes} bytes: at most ${MAX_IMAGE_BYTES} are allowed`;
  return { error: { code: "too_large", message }, sha256 };
}
