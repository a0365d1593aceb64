/**
 * Finds the orientation in an EXIF block: the TIFF structure that JPEG carries in APP1, PNG in eXIf, WebP in EXIF
 * and AVIF in an item. Damaged EXIF is common and harmless, so nothing here throws: whatever cannot be read means
 * "upright".
 */
import type { Orientation } from "./image-header.ts";
import { startsWith } from "./starts-with.ts";

const PREFIX = "Exif\0\0";
const ORIENTATION_TAG = 0x0112; // TIFF 6.0, section 8
const LONG = 4; // TIFF 6.0, section 2; the tag should be a SHORT, and some writers make it a LONG
const ENTRY_BYTES = 12;

/**
 * The orientation tag of the first directory; 1 when there is none.
 *
 * @param block the TIFF structure, behind any number of "Exif\0\0": some writers put a second one
 */
export function exifOrientation(block: Uint8Array): Orientation {
  let start = 0;
  while (startsWith(block, PREFIX, start)) start += PREFIX.length;
  const tiff = block.subarray(start);
  if (tiff.length < 8) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const littleEndian = view.getUint16(0) === 0x4949; // "II", otherwise "MM"
  const directory = view.getUint32(4, littleEndian);
  if (directory + 2 > tiff.length) return 1;
  const entries = view.getUint16(directory, littleEndian);
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + index * ENTRY_BYTES;
    if (entry + ENTRY_BYTES > tiff.length) return 1;
    if (view.getUint16(entry, littleEndian) === ORIENTATION_TAG) {
      const isLong = view.getUint16(entry + 2, littleEndian) === LONG;
      return toOrientation(
        isLong ? view.getUint32(entry + 8, littleEndian) : view.getUint16(entry + 8, littleEndian),
      );
    }
  }
  return 1;
}

function toOrientation(value: number): Orientation {
  return value >= 1 && value <= 8 ? (value as Orientation) : 1;
}
