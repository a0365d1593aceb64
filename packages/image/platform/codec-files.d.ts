/// <reference lib="dom" />
/**
 * What every platform gives: imagescript's three codecs, as the bytes of the file or, where the host
 * hands out no bytes, as the module it compiled from the file.
 */
import type { CodecFiles } from "../src/codecs/codec-modules.ts";

export function readCodecFiles(): Promise<CodecFiles>;
