/// <reference lib="dom" />
/**
 * What every platform gives: the file of a format's codec, as its bytes or, where the host hands out no bytes,
 * as the module it compiled from them.
 */
import type { ReadCodec } from "../src/codecs/read-codec.ts";

/** Reads the file of a format's codec, or of an encoder, from the package that brings it. */
export const readCodec: ReadCodec;
