/**
 * Reads an AVIF's header: the size of its primary image, how it is turned, and what the coded data in it could
 * cost. A video's still image is what counts; its frames are not looked at.
 */
import { concatBytes } from "../concat-bytes.ts";
import type { ImageError } from "../image-error.ts";
import { measureAv1 } from "./av1.ts";
import { ByteReader } from "./byte-reader.ts";
import { exifOrientation } from "./exif.ts";
import { property, readHeifItems, sizeOf, type HeifItem } from "./heif-items.ts";
import type { ImageHeader, Orientation } from "./image-header.ts";
import { unreadable } from "./unreadable.ts";

/** By how often it is turned counter-clockwise (irot): as it is, then flipped, then mirrored (imir). */
const ORIENTATIONS: readonly (readonly [Orientation, Orientation, Orientation])[] = [
  [1, 4, 2],
  [8, 5, 7],
  [3, 2, 4],
  [6, 7, 5],
];

/** Coded pixels for each one of the image: colour, alpha, a gain map, thumbnails, and what tiles overlap. */
const MAX_CODED_SHARE = 8;
const MIN_CODED_PIXELS = 1_000_000; // For small images of tiles, of which none is below 64x64.

export function readAvifHeader(bytes: Uint8Array): ImageHeader {
  const { primary, all, alphas } = readHeifItems(bytes, "AVIF");
  const hasAlpha = alphas.length > 0;
  const size = sizeOf(primary, "AVIF");
  const coded = all.filter(({ type }) => type === "av01");
  const pixels = coded
    .map((item) => sizeOf(item, "AVIF"))
    .reduce((sum, { width, height }) => sum + width * height, 0);
  if (pixels > Math.max(MAX_CODED_SHARE * size.width * size.height, MIN_CODED_PIXELS)) {
    throw corrupt(`it holds ${pixels} coded px for ${size.width}x${size.height}`);
  }
  const { isGrey, bitDepth } = configurationOf([primary, ...coded]);
  const complete = [primary, ...coded].every((item) => item.complete);
  return {
    format: "avif",
    ...size,
    channels: isGrey ? (hasAlpha ? 2 : 1) : hasAlpha ? 4 : 3,
    bitDepth,
    orientation: orientationOf(primary, all),
    progressive: false,
    scans: complete ? Math.max(1, ...coded.map(framesOf)) : 1,
    complete,
  };
}

/** The coded data must not hold more than the file says, for that is what the limits are held to. */
function framesOf(item: HeifItem): number {
  const { width, height } = sizeOf(item, "AVIF");
  const extent = measureAv1(concatBytes(item.data));
  if (extent.width > width || extent.height > height) {
    throw corrupt(`an image of ${width}x${height} is coded in ${extent.width}x${extent.height}`);
  }
  return extent.frames;
}

/** What the first of them says of its samples: AV1 Codec ISO Media File Format Binding, §2.3.3. */
export function configurationOf(items: readonly HeifItem[]): { isGrey: boolean; bitDepth: number } {
  const [av1C] = items.flatMap((item) => property(item, "av1C") ?? []);
  const flags = av1C?.data[2] ?? 0;
  const isHigh = (flags & 0x40) !== 0;
  return { isGrey: (flags & 0x10) !== 0, bitDepth: isHigh ? (flags & 0x20 ? 12 : 10) : 8 };
}

/** irot and imir, as browsers and Pillow do; EXIF where the file has neither. */
function orientationOf(primary: HeifItem, all: readonly HeifItem[]): Orientation {
  const [irot, imir] = [property(primary, "irot"), property(primary, "imir")];
  if (irot === undefined && imir === undefined) return exifOf(all);
  const turns = (irot?.data[0] ?? 0) & 3;
  const mirror = imir === undefined ? 0 : 1 + ((imir.data[0] ?? 0) & 1);
  return ORIENTATIONS[turns]![mirror]!;
}

/** ISO/IEC 23008-12, annex A.2.1: the TIFF structure lies behind as many bytes as the first four say. */
function exifOf(all: readonly HeifItem[]): Orientation {
  const exif = all.find(({ type }) => type === "Exif");
  if (exif === undefined) return 1;
  const data = concatBytes(exif.data);
  const offset = new ByteReader(data).uint(4);
  return exifOrientation(data.subarray(4 + offset));
}

function corrupt(reason: string): ImageError {
  return unreadable("AVIF", "corrupt", reason);
}
