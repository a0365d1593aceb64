/** Names everything that decides which pixels come out of which bytes, for fingerprints of stored pixels. */
import { PINNED_CODECS } from "./codecs/load-codec-module.ts";

/** Raised whenever this package makes other pixels of the same bytes: decoding, orientation, alpha, `toStored`. */
const WRAPPER_VERSION = 2;

/** For example `@inception-edge/image/2 jpeg:@cwasm/jpeg-turbo@0.1.3:80ed… png:imagescript@1.3.1:3687… …`. */
export const DECODER_ID: string = [
  `@inception-edge/image/${WRAPPER_VERSION}`,
  ...Object.entries(PINNED_CODECS).map(
    ([format, { from, sha256 }]) => `${format}:${from}:${sha256}`,
  ),
].join(" ");
