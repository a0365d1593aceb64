/// <reference lib="dom" />
/**
 * What every platform gives: the file of a format's codec, as its bytes or, where the host hands out no bytes,
 * as the module it compiled from them.
 */
import type { ReadCodec } from "../src/codecs/read-codec.ts";

export const readCodec: ReadCodec;
