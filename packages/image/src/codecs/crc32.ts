/** The checksum of PNG's chunks: W3C PNG, third edition, annex D. */

const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    sum = TABLE[(sum ^ bytes[at]!) & 255]! ^ (sum >>> 8);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
