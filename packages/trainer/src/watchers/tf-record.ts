/**
 * The record format of TFRecord files, such as TensorBoard's event files (tensorflow/core/lib/io/record_writer.h):
 *
 *     uint64 length · uint32 masked CRC-32C of the length · data · uint32 masked CRC-32C of the data
 *
 * all little-endian.
 */

const HEADER = 12; // bytes: length and its checksum
const FOOTER = 4;

/** One record. */
export function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(HEADER + data.length + FOOTER);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc(record.subarray(0, 8)), true);
  record.set(data, HEADER);
  view.setUint32(HEADER + data.length, maskedCrc(data), true);
  return record;
}

/** The form in which checksums are stored: a CRC of data that contains CRCs is weak, so they are rotated and shifted (tensorflow/core/lib/hash/crc32c.h). */
export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** The polynomial 0x1EDC6F41, bits reversed (RFC 3720, §12.1). */
const POLYNOMIAL = 0x82f63b78;

const table: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  }
  return remainder;
});

/** CRC-32C (Castagnoli), an unsigned 32-bit number. Node's zlib has only the CRC-32 of gzip. */
export function crc32c(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}
