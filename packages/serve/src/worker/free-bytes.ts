/**
 * Gives the memory of large arrays back at once. To a collector they are small objects: tens of megabytes of them gather
 * before it looks, 24 MB after a few PNGs of a megapixel in an isolate that is to take 128 (bench/serverless.bench.ts).
 */

/** Nobody may read them afterwards: they are empty then. A view of something larger is left alone. */
export function freeBytes({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) buffer.transfer(0);
}
