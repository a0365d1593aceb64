/** The formats that people send and that are not decoded here, or not everywhere, each with a way out. */
import { brandsOf } from "./isobmff.ts";
import { startsWith } from "./starts-with.ts";

/** A format that is not decoded, and what to do with an image in it: an imperative. */
export interface ForeignFormat {
  readonly name: string;
  readonly wayOut: string;
}

const SAVE_AS = "save it as JPEG or PNG";
/** Brands by which a file is HEIC if no other one says that it is AVIF. */
export const HEIC_BRANDS: readonly string[] = [
  "heic",
  "heix",
  "heim",
  "heis",
  "hevc",
  "hevx",
  "mif1",
  "msf1",
];

const HEIC: ForeignFormat = {
  name: "HEIC",
  wayOut: `${SAVE_AS} (on an iPhone, Settings > Camera > Formats > Most Compatible takes JPEGs)`,
};

const TIFF: ForeignFormat = {
  name: "TIFF",
  wayOut: `${SAVE_AS} (ImageMagick does a folder of them: magick mogrify -format png *.tif)`,
};

/** By how a file begins. */
const FOREIGN: readonly (ForeignFormat & { readonly start: string })[] = [
  { start: "BM", name: "BMP", wayOut: SAVE_AS },
  { start: "II*\0", ...TIFF },
  { start: "MM\0*", ...TIFF },
  { start: "II+\0", ...TIFF },
  { start: "MM\0+", ...TIFF },
  { start: "\xff\x0a", name: "JPEG XL", wayOut: SAVE_AS },
  { start: "\0\0\0\x0cJXL \r\n\x87\n", name: "JPEG XL", wayOut: SAVE_AS },
  { start: "\0\0\0\x0cjP  \r\n\x87\n", name: "JPEG 2000", wayOut: SAVE_AS },
  { start: "\xff\x4f\xff\x51", name: "JPEG 2000", wayOut: SAVE_AS },
  { start: "8BPS", name: "a Photoshop file", wayOut: SAVE_AS },
  { start: "\0\0\x01\0", name: "an icon file", wayOut: SAVE_AS },
  { start: "%PDF", name: "PDF", wayOut: "save the image in it as JPEG or PNG" },
  { start: "<svg", name: "SVG", wayOut: "save it as PNG" },
  { start: "<?xml", name: "SVG or other XML", wayOut: "save the image as PNG" },
];

/** Nothing for a format that is known nowhere here. */
export function nameForeignFormat(bytes: Uint8Array): ForeignFormat | undefined {
  const brands = brandsOf(bytes);
  if (brands.some((brand) => HEIC_BRANDS.includes(brand))) return HEIC;
  if (brands.length > 0) return { name: "a video", wayOut: "send one image of it" };
  return FOREIGN.find(({ start }) => startsWith(bytes, start));
}
