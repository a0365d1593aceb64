/** One request as it is on the wire, and the verdict that it gets on every runtime. */
import { pngImage } from "../images.ts";

export interface RequestCase {
  readonly name: string;
  readonly request: Uint8Array;
  readonly wanted: Verdict;
}

/**
 * - `image`: 200, and the test image's own predictions
 * - a number: 200, and the same predictions that many times
 * - `refused`: an answer of 4xx or none, by the runtime's own reading of HTTP
 * - a status, and the code of a problem where it has one
 */
export type Verdict = "image" | "refused" | number | `${number}` | `${number} ${string}`;

/** The image that the requests carry. */
export const png: Buffer = Buffer.from(pngImage.bytes);

export function latin1(text: string): Buffer {
  return Buffer.from(text, "latin1");
}
