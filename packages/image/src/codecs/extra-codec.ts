/** Codecs that a host adds to those that come with this package. */
import type { Background } from "../flatten.ts";
import type { ImageFormat, OwnFormat } from "../header/image-header.ts";
import type { Codec } from "./codec.ts";
import type { ReadCodec } from "./read-codec.ts";

/** What the codec of a format is loaded with: see `DecoderOptions`. */
export interface CodecOptions {
  readonly background: Background;
  readonly readCodec: ReadCodec | undefined;
}

/** A format that is decoded where a host asks for it: see `DecoderOptions.extra`. */
export interface ExtraCodec {
  readonly format: Exclude<ImageFormat, OwnFormat>;
  /** Called when the first image of the format comes. */
  readonly load: (options: CodecOptions) => Promise<Codec>;
}
