/** Reads numbers of any count of bits, the highest first. */
export type Bits = (count: number) => number;

/** @param beyond what the bits behind the end are: that by which what is cut off never looks small */
export function bitReader(bytes: Uint8Array, beyond: 0 | 1): Bits {
  let at = 0;
  return function read(count) {
    let value = 0;
    for (let index = 0; index < count; index += 1, at += 1) {
      const byte = bytes[at >> 3];
      value = value * 2 + (byte === undefined ? beyond : (byte >> (7 - (at & 7))) & 1);
    }
    return value;
  };
}
