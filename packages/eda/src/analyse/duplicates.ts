/** Images that are the same to the last pixel of what is trained on. */
import type { ImageTable } from "../measure/image-table.ts";

/** Rows of the table that share all their pixels, two or more a group, ascending; groups by their first row. */
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

/** One row of each group and every row that is in none: what near-duplicates are looked for among. */
export function distinctRows(
  { decoded }: ImageTable,
  exact: readonly (readonly number[])[],
): number[] {
  const repeated = new Set(exact.flatMap((group) => group.slice(1)));
  return [...decoded.keys()].filter((row) => decoded[row] === 1 && !repeated.has(row));
}
