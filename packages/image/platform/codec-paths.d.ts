import type { CodecName } from "../src/codecs/pinned-codecs.ts";

export const CODEC_PATHS: Readonly<Record<CodecName, string>>;
