/** Finds images whose stored pixels, those that are trained on, are identical. */
import type { ImageTable } from "../measure/image-table.ts";

/** Groups of two or more rows with identical pixels, ascending, sorted by their first row. */
export function exactDuplicates({ decoded, pixelDigest }: ImageTable): number[][] {
  const digests = Buffer.from(pixelDigest.buffer, pixelDigest.byteOffset, pixelDigest.length);
  const groups = new Map<string, number[]>();
  for (let row = 0; row < decoded.length; row += 1) {
    if (decoded[row] === 0) continue;
    const key = digests.toString("latin1", row * 16, row * 16 + 16);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** The first row of each group and every row outside the groups: the rows to search for near-duplicates. */
export function distinctRows(
  { decoded }: ImageTable,
  exact: readonly (readonly number[])[],
): number[] {
  const repeated = new Set(exact.flatMap((group) => group.slice(1)));
  return [...decoded.keys()].filter((row) => decoded[row] === 1 && !repeated.has(row));
}
