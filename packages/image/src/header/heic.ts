/**
 * Reads a HEIC's header: the size of its primary image once it is cropped and turned, as its codec gives it, and what the
 * coded data of it could cost. EXIF does not turn a HEIC (ISO/IEC 23008-12, annex A.2), and what else is in the file,
 * such as thumbnails, depth maps, gain maps and a burst's other pictures, is not looked at.
 */
import { concatBytes } from "../concat-bytes.ts";
import type { ImageError } from "../image-error.ts";
import { ByteReader } from "./byte-reader.ts";
import { property, readHeifItems, sizeOf, type HeifItem, type HeifItems } from "./heif-items.ts";
import type { HeifProperty } from "./heif-properties.ts";
import { measureHevc, readHevcConfiguration } from "./hevc.ts";
import type { ImageHeader } from "./image-header.ts";
import { unreadable } from "./unreadable.ts";

/** Images that are made of others: of tiles, of one. */
const DERIVED = ["grid", "iden"];
const MAX_DERIVATIONS = 3;
/** An iPhone's photograph of 48 megapixels has 192 tiles. */
const MAX_PARTS = 1024;

/** Coded pixels for each one of the image: colour, alpha, what tiles overlap, and what is cropped. */
const MAX_CODED_SHARE = 8;
const MIN_CODED_PIXELS = 1_000_000; // For small images of tiles, which have 512x512.
/** A coded picture is whole blocks, of at most 64x64. */
const BLOCK = 64;

export function readHeicHeader(bytes: Uint8Array): ImageHeader {
  const items = readHeifItems(bytes, "HEIC");
  const { primary, alphas } = items;
  const color = codedParts(items, primary);
  const coded = [...color, ...alphas.flatMap((alpha) => codedParts(items, alpha))];
  const size = uprightSize(sizeOf(primary, "HEIC"), primary.properties);
  const pixels = [primary, ...coded]
    .map((item) => sizeOf(item, "HEIC"))
    .reduce((sum, { width, height }) => sum + width * height, 0);
  if (pixels > Math.max(MAX_CODED_SHARE * size.width * size.height, MIN_CODED_PIXELS)) {
    throw corrupt(`it holds ${pixels} coded px for ${size.width}x${size.height}`);
  }
  const { isGrey, bitDepth } = configurationOf(color[0]!);
  const hasAlpha = alphas.length > 0;
  const complete = [primary, ...coded].every((item) => item.complete || item.type === "iden");
  return {
    format: "heic",
    ...size,
    channels: isGrey ? (hasAlpha ? 2 : 1) : hasAlpha ? 4 : 3,
    bitDepth,
    orientation: 1,
    progressive: false,
    scans: complete ? Math.max(1, ...[...new Set(coded)].map(picturesOf)) : 1,
    complete,
  };
}

/** The coded images that an item is made of, each as often as it is decoded for it. */
function codedParts({ all, parts }: HeifItems, whole: HeifItem): readonly HeifItem[] {
  const known = new Map(all.map((item) => [item.id, item]));
  let found: readonly HeifItem[] = [whole];
  for (let derivation = 0; found.some(isDerived); derivation += 1) {
    if (derivation > MAX_DERIVATIONS) throw corrupt("its image is made of too many others");
    found = found.flatMap((item) => {
      if (!isDerived(item)) return [item];
      if (item.type === "grid") checkCanvas(item);
      return (parts.get(item.id) ?? []).flatMap((id) => known.get(id) ?? []);
    });
    if (found.length > MAX_PARTS) {
      throw corrupt(
        `its image is made of ${found.length} others; at most ${MAX_PARTS} are allowed`,
      );
    }
  }
  if (found.length === 0) throw corrupt("its image is made of nothing");
  const other = found.find(({ type }) => type !== "hvc1");
  if (other === undefined) return found;
  const coding = /^\w+$/.test(other.type) ? `coded as "${other.type}"` : "of an unknown coding";
  throw unreadable(
    "HEIC",
    "unsupported",
    `an image ${coding} is not decoded; save it anew as JPEG or PNG`,
  );
}

/** The codec makes room for the size in the grid's own data: ISO/IEC 23008-12, §6.6.2.3. */
function checkCanvas(grid: HeifItem): void {
  if (!grid.complete) return; // It is refused for that.
  const reader = new ByteReader(concatBytes(grid.data));
  const flags = reader.uint(2) & 1; // behind the version
  reader.uint(2); // rows and columns
  const sideBytes = flags === 0 ? 2 : 4;
  const [canvasWidth, canvasHeight] = [reader.uint(sideBytes), reader.uint(sideBytes)];
  const { width, height } = sizeOf(grid, "HEIC");
  if (canvasWidth !== width || canvasHeight !== height) {
    throw corrupt(`a grid of ${canvasWidth}x${canvasHeight} px is said to have ${width}x${height}`);
  }
}

function isDerived({ type }: HeifItem): boolean {
  return DERIVED.includes(type);
}

function configurationOf(item: HeifItem): ReturnType<typeof readHevcConfiguration> {
  const hvcC = property(item, "hvcC");
  if (hvcC === undefined) throw corrupt(`its image ${item.id} has no configuration`);
  return readHevcConfiguration(hvcC.data);
}

/** The coded data must not hold more than the file says, for that is what the limits are held to. */
function picturesOf(item: HeifItem): number {
  const configuration = configurationOf(item);
  if (configuration.lengthBytes !== 4) {
    throw corrupt(`its units have lengths of ${configuration.lengthBytes} bytes`);
  }
  const { width, height } = sizeOf(item, "HEIC");
  const extent = measureHevc(configuration, concatBytes(item.data));
  if (extent.width >= width + BLOCK || extent.height >= height + BLOCK) {
    throw corrupt(`an image of ${width}x${height} is coded in ${extent.width}x${extent.height}`);
  }
  return extent.pictures;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Crops and turns follow one another as they are listed. */
function uprightSize(size: Size, properties: readonly HeifProperty[]): Size {
  let { width, height } = size;
  for (const { type, data } of properties) {
    if (type === "irot" && ((data[0] ?? 0) & 1) === 1) [width, height] = [height, width];
    if (type === "clap") ({ width, height } = cropOf(data, { width, height }));
  }
  return { width, height };
}

/** ISO/IEC 14496-12, §12.1.4: width and height as fractions, rounded as the codec does. */
function cropOf(clap: Uint8Array, { width, height }: Size): Size {
  const reader = new ByteReader(clap);
  const side = (most: number): number => {
    const length = Math.round(reader.uint(4) / reader.uint(4));
    if (!(length > 0)) throw corrupt("its crop is empty");
    return Math.min(most, length);
  };
  return { width: side(width), height: side(height) };
}

function corrupt(reason: string): ImageError {
  return unreadable("HEIC", "corrupt", reason);
}
