/** Which codecs there are, to the byte. */
import type { ImageFormat, OwnFormat } from "../header/image-header.ts";

export type EncoderName = "jpeg-encoder";
/** What decodes a format, or encodes one. */
export type CodecName = ImageFormat | EncoderName;

interface PinnedCodec {
  /** The npm package, with its version. */
  readonly from: string;
  readonly sha256: string;
}

export const PINNED_CODECS: Readonly<Record<OwnFormat, PinnedCodec>> = {
  jpeg: {
    from: "@cwasm/jpeg-turbo@0.1.3", // libjpeg-turbo 2.0.4
    sha256: "80ed55eef2d0ff276f837ef521fad8181ccdfa6f298f652f6e45aed7fbbbc871",
  },
  png: {
    from: "imagescript@1.3.1", // libspng
    sha256: "3687bebda95af7572626ab02c09c60a79f160385abad979dbb494f6b17cda2cf",
  },
  gif: {
    from: "@cwasm/nsgif@0.1.2", // libnsgif 0.2.1
    sha256: "fd94eff479fb01a4a0c17944862c6c6da781cb7b4ff7682c444c235493909aa4",
  },
  webp: {
    from: "@cwasm/webp@0.1.5", // libwebp 1.1.0
    sha256: "b0bc0f19c589f0d7f27cd98191bc113d0779108a10f38538f466cea4985c480e",
  },
  avif: {
    from: "@jsquash/avif@2.1.1", // libavif 1.0.1, libaom 3.7.0
    sha256: "5c35dde23dfd862088a49a6b8a9fe81f9f9a1a46aaa27de7efd7baa7611c4b47",
  },
};

/**
 * Of packages that are installed where they are wanted. `DECODER_ID` does not name them, so that it is the same
 * everywhere: another version of one wants a higher WRAPPER_VERSION.
 */
export const PINNED_EXTRA_CODECS: Readonly<Record<Exclude<ImageFormat, OwnFormat>, PinnedCodec>> = {
  heic: {
    from: "libheif-js@1.23.2", // libheif 1.23.2, libde265 1.0.15
    sha256: "e4aa8333fbe55ec7c6c776f735236f40bed9103188498f8131d4e52b73cdfee8",
  },
};

/** The encoders of our own: no part of what decides which pixels come out of a file. */
export const PINNED_ENCODERS: Readonly<Record<EncoderName, PinnedCodec>> = {
  "jpeg-encoder": {
    from: "imagescript@1.3.1",
    sha256: "019bcef4d864045e9b2df7e39ef6e7f3227d80b08a33742e1438441f2ddc2368",
  },
};
