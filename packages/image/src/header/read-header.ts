/**
 * Reads what an image claims to be from the bytes alone: no codec runs, no memory is taken.
 * The format is told by the magic bytes, never by a name or a content type.
 * It does not know any limits: a bomb has a perfectly readable header.
 */
import { ImageError } from "../image-error.ts";
import { readAvifHeader } from "./avif.ts";
import { HEIC_BRANDS, nameForeignFormat } from "./foreign-formats.ts";
import { readGifHeader } from "./gif.ts";
import { readHeicHeader } from "./heic.ts";
import { imageFormats, type ImageFormat, type ImageHeader } from "./image-header.ts";
import { brandsOf } from "./isobmff.ts";
import { readJpegHeader } from "./jpeg.ts";
import { readPngHeader } from "./png.ts";
import { startsWith } from "./starts-with.ts";
import { readWebpHeader } from "./webp.ts";

interface Reader {
  readonly name: string;
  readonly isOne: (bytes: Uint8Array) => boolean;
  readonly read: (bytes: Uint8Array) => ImageHeader;
}

const READERS: Readonly<Record<ImageFormat, Reader>> = {
  jpeg: {
    name: "JPEG",
    isOne: (bytes) => startsWith(bytes, "\xff\xd8\xff"),
    read: readJpegHeader,
  },
  png: {
    name: "PNG",
    isOne: (bytes) => startsWith(bytes, "\x89PNG\r\n\x1a\n"),
    read: readPngHeader,
  },
  gif: { name: "GIF", isOne: (bytes) => startsWith(bytes, "GIF8"), read: readGifHeader },
  webp: {
    name: "WebP",
    isOne: (bytes) => startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8),
    read: readWebpHeader,
  },
  avif: {
    name: "AVIF",
    isOne: (bytes) => brandsOf(bytes).some((brand) => brand === "avif" || brand === "avis"),
    read: readAvifHeader,
  },
  // After AVIF, whose files may name HEIC's general brands too.
  heic: {
    name: "HEIC",
    isOne: (bytes) => brandsOf(bytes).some((brand) => HEIC_BRANDS.includes(brand)),
    read: readHeicHeader,
  },
};

/** The format of an image by its first bytes; nothing when it is none of those that can be decoded. */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | undefined {
  for (const [format, { isOne }] of Object.entries(READERS)) {
    if (isOne(bytes)) return format as ImageFormat;
  }
  return undefined;
}

/**
 * The header of an image. One that ends early still has one (`complete: false`), as long as its size can be read.
 *
 * @param formats that are taken: those of `imageFormats`, if nothing else is said
 * @throws {ImageError} `empty`, `unsupported`, `truncated` or `corrupt`
 */
export function readHeader(
  bytes: Uint8Array,
  formats: readonly ImageFormat[] = imageFormats,
): ImageHeader {
  if (bytes.length === 0) throw new ImageError("empty", "Cannot read an image from 0 bytes");
  const format = imageFormatOf(bytes);
  if (format !== undefined && formats.includes(format)) return READERS[format].read(bytes);
  const foreign = nameForeignFormat(bytes);
  const wanted = `expected a ${namesOf(formats)}`;
  throw new ImageError(
    "unsupported",
    foreign === undefined
      ? `Cannot read an image that begins with the bytes ${hexOfStart(bytes)}: ${wanted}`
      : `Cannot read ${foreign.name}: ${wanted}; ${foreign.wayOut}`,
  );
}

/** For example "JPEG, PNG or GIF". */
function namesOf(formats: readonly ImageFormat[]): string {
  const names = formats.map((format) => READERS[format].name);
  return [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" or ");
}

function hexOfStart(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (value) => value.toString(16).padStart(2, "0")).join(" ");
}
