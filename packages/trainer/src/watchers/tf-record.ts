/**
 * The framing of TFRecord files, which TensorBoard's event files are: tensorflow/core/lib/io/record_writer.h
 *
 *     uint64 length · uint32 masked CRC-32C of the length · data · uint32 masked CRC-32C of the data
 *
 * all little-endian.
 */
import { crc32c } from "./crc32c.ts";

const HEADER = 12; // bytes: length and its checksum
const FOOTER = 4;

export function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(HEADER + data.length + FOOTER);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc(record.subarray(0, 8)), true);
  record.set(data, HEADER);
  view.setUint32(HEADER + data.length, maskedCrc(data), true);
  return record;
}

/** A CRC over data that holds CRCs is weak, so stored ones are rotated and shifted (tensorflow/core/lib/hash/crc32c.h). */
export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
