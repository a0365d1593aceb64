/**
 * What coded HEVC data can cost, from the headers of their units (ITU-T H.265, §7.3): the largest picture that they may
 * hold and how many pictures. Nothing is decoded.
 */
import type { ImageError } from "../image-error.ts";
import { bitReader, type Bits } from "./bit-reader.ts";
import { ByteReader } from "./byte-reader.ts";
import { unreadable } from "./unreadable.ts";

/** What an `hvcC` box says: ISO/IEC 14496-15, §8.3.3.1. */
export interface HevcConfiguration {
  readonly isGrey: boolean;
  readonly bitDepth: number;
  /** Bytes of the number that stands before each unit of the data. */
  readonly lengthBytes: number;
  /** Units that come before the data. */
  readonly units: readonly Uint8Array[];
}

export interface HevcExtent {
  /** Pixels of the largest picture; 0 where no parameter set was found. */
  readonly width: number;
  readonly height: number;
  readonly pictures: number;
}

// §7.4.2.2, table 7-1
const FIRST_NON_PICTURE = 32;
const SEQUENCE_PARAMETERS = 33;

const UNIT_HEADER_BYTES = 2;
const LENGTH_BYTES = 4;
/** Of a parameter set, far more than stands before the size. */
const SIZE_WITHIN_BYTES = 256;

/** Far more than encoders write; each costs the thread that admits requests some time. */
const MAX_PARAMETER_UNITS = 64;
const MAX_DATA_UNITS = 16_384;

/** @throws {ImageError} `corrupt` */
export function readHevcConfiguration(hvcC: Uint8Array): HevcConfiguration {
  const reader = new ByteReader(hvcC);
  reader.at = 16;
  const isGrey = (reader.uint(1) & 3) === 0; // chroma_format_idc
  const bitDepth = 8 + (reader.uint(1) & 7);
  reader.at = 21;
  const lengthBytes = 1 + (reader.uint(1) & 3);
  const units: Uint8Array[] = [];
  const arrays = reader.uint(1);
  for (let array = 0; array < arrays && reader.left > 0; array += 1) {
    reader.uint(1); // what they are, which they say themselves
    const count = reader.uint(2);
    for (let unit = 0; unit < count && reader.left > 0; unit += 1) {
      if (units.length === MAX_PARAMETER_UNITS) throw tooManyUnits(MAX_PARAMETER_UNITS);
      const length = reader.uint(2);
      units.push(hvcC.subarray(reader.at, reader.at + length));
      reader.at += length;
    }
  }
  return { isGrey, bitDepth, lengthBytes, units };
}

/**
 * @param data units behind their lengths, of four bytes
 * @throws {ImageError} `corrupt`
 */
export function measureHevc({ units }: HevcConfiguration, data: Uint8Array): HevcExtent {
  let [width, height, pictures] = [0, 0, 0];
  for (const unit of units) measure(unit);
  const reader = new ByteReader(data);
  for (let count = 0; reader.left > LENGTH_BYTES; count += 1) {
    if (count === MAX_DATA_UNITS) throw tooManyUnits(MAX_DATA_UNITS);
    const length = reader.uint(LENGTH_BYTES);
    measure(data.subarray(reader.at, reader.at + Math.min(length, SIZE_WITHIN_BYTES)));
    reader.at += length;
  }
  return { width, height, pictures };

  function measure(unit: Uint8Array): void {
    const type = ((unit[0] ?? 0) >> 1) & 63;
    if (type === SEQUENCE_PARAMETERS) {
      const start = unit.subarray(UNIT_HEADER_BYTES, SIZE_WITHIN_BYTES);
      const size = readPictureSize(withoutEmulation(start));
      width = Math.max(width, size.width);
      height = Math.max(height, size.height);
    } else if (type < FIRST_NON_PICTURE && (unit[UNIT_HEADER_BYTES] ?? 0) >= 128) {
      pictures += 1; // first_slice_segment_in_pic_flag
    }
  }
}

function tooManyUnits(most: number): ImageError {
  return unreadable("HEIC", "corrupt", `an image in it has more than ${most} units`);
}

/** §7.3.2.2, up to the size, which is that before cropping. */
function readPictureSize(parameters: Uint8Array): { width: number; height: number } {
  const bits = bitReader(parameters, 0); // In Exp-Golomb code zeros are large.
  bits(4); // sps_video_parameter_set_id
  const layers = bits(3);
  bits(1); // sps_temporal_id_nesting_flag
  skipProfile(bits, layers);
  readUe(bits); // sps_seq_parameter_set_id
  if (readUe(bits) === 3) bits(1); // chroma_format_idc 4:4:4: separate_colour_plane_flag
  return { width: readUe(bits), height: readUe(bits) };
}

/** §7.3.3 @param layers one less than there are */
function skipProfile(bits: Bits, layers: number): void {
  const PROFILE_BITS = 88;
  const LEVEL_BITS = 8;
  bits(PROFILE_BITS + LEVEL_BITS);
  const present = Array.from({ length: layers }, () => [bits(1), bits(1)] as const);
  if (layers > 0) bits(2 * (8 - layers)); // reserved_zero_2bits
  for (const [hasProfile, hasLevel] of present) {
    bits(hasProfile * PROFILE_BITS + hasLevel * LEVEL_BITS);
  }
}

/** §9.2; more than any size where there are too many zeros. */
function readUe(bits: Bits): number {
  let zeros = 0;
  while (zeros < 32 && bits(1) === 0) zeros += 1;
  return 2 ** zeros - 1 + bits(zeros);
}

/** §7.3.1.1: a 3 that stands behind two zeros only keeps them from looking like a start. */
function withoutEmulation(unit: Uint8Array): Uint8Array {
  return unit.filter(
    (byte, at) => !(byte === 3 && at >= 2 && unit[at - 1] === 0 && unit[at - 2] === 0),
  );
}
