/**
 * Finds the orientation in an EXIF block: the TIFF structure that JPEG carries in APP1 and PNG in eXIf.
 * Damaged EXIF is common and harmless, so nothing here throws: whatever cannot be read means "upright".
 */
import type { Orientation } from "./image-header.ts";

const ORIENTATION_TAG = 0x0112; // TIFF 6.0, section 8
const ENTRY_BYTES = 12;

/** The orientation tag of the first directory; 1 when there is none. */
export function exifOrientation(tiff: Uint8Array): Orientation {
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
      return toOrientation(view.getUint16(entry + 8, littleEndian));
    }
  }
  return 1;
}

function toOrientation(value: number): Orientation {
  return value >= 1 && value <= 8 ? (value as Orientation) : 1;
}
