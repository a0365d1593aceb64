import type { ImageFormat } from "../src/header/image-header.ts";

export const CODEC_PATHS: Readonly<Record<ImageFormat, string>>;
