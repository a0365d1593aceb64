/** Names everything that decides which pixels come out of which bytes, for fingerprints of stored pixels. */
import { CODEC_SHA256, IMAGESCRIPT_VERSION } from "./codecs/codec-modules.ts";

/** Raised whenever this package makes other pixels of the same bytes: decoding, orientation, alpha, `toStored`. */
const WRAPPER_VERSION = 1;

/** For example `@inception-edge/image/1 imagescript@1.3.1 jpeg:019b… png:3687… gif:f7f4…`. */
export const DECODER_ID: string = [
  `@inception-edge/image/${WRAPPER_VERSION}`,
  `imagescript@${IMAGESCRIPT_VERSION}`,
  ...Object.entries(CODEC_SHA256).map(([format, sha256]) => `${format}:${sha256}`),
].join(" ");
