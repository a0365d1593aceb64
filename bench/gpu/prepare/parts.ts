/** What travels in which part: pieces put together so that no part is larger than what the machine takes at once. */

/** How the machine puts a piece where it belongs. */
export type Unpacking =
  /** Unpacked into the file `target` at `offset`; what is zero becomes a hole. */
  | { readonly how: "at"; readonly target: string; readonly offset: number }
  /** An archive, unpacked into the folder `target`. */
  | { readonly how: "tar"; readonly target: string }
  /** Kept as it is, until a step asks for it. */
  | { readonly how: "keep" };

/** A compressed file, or a slice of one. */
export interface Piece {
  /** Its name on the way. */
  readonly name: string;
  readonly file: string;
  readonly unpacking: Unpacking;
  readonly bytes: number;
  /** Where the slice begins in the file. */
  readonly from?: number;
}

/** The pieces that travel together. */
export type Part = readonly Piece[];

/**
 * First-fit decreasing for the pieces that travel whole, in as few parts as that gives; then `data` in slices, first
 * where there is room, then in parts of their own of equal size.
 * @param limit bytes of a part at most
 * @throws {RangeError} for a piece that is larger than a part.
 */
export function packParts(
  pieces: readonly Piece[],
  limit: number,
  data?: Omit<Piece, "from">,
): readonly Part[] {
  const parts: Piece[][] = [];
  for (const piece of pieces.toSorted((a, b) => b.bytes - a.bytes)) {
    if (piece.bytes > limit) {
      throw new RangeError(
        `Cannot put "${piece.name}" into a part: it has ${piece.bytes} bytes, and a part at most ${limit}; give a larger --part-mib, or a higher --level`,
      );
    }
    const part = parts.find((open) => limit - bytesOf(open) >= piece.bytes);
    if (part) part.push(piece);
    else parts.push([piece]);
  }
  if (!data) return parts;

  const sizes = sliceSizes(
    data.bytes,
    parts.map((part) => limit - bytesOf(part)),
    limit,
  );
  let from = 0;
  let slices = 0;
  for (const [index, bytes] of sizes.entries()) {
    if (bytes === 0) continue;
    const slice = { ...data, name: `${data.name}.${slices}`, bytes, from };
    if (index < parts.length) parts[index]!.push(slice);
    else parts.push([slice]);
    from += bytes;
    slices += 1;
  }
  return parts;
}

/** Bytes of data for each part with its room, which may be none, then for parts of their own. */
function sliceSizes(total: number, rooms: readonly number[], limit: number): readonly number[] {
  let left = total;
  const sizes = rooms.map((room) => {
    const bytes = Math.min(room, left);
    left -= bytes;
    return bytes;
  });
  const own = Math.ceil(left / limit);
  return [
    ...sizes,
    ...Array.from({ length: own }, (_, index) =>
      index < own - 1 ? Math.ceil(left / own) : left - (own - 1) * Math.ceil(left / own),
    ),
  ];
}

function bytesOf(part: Part): number {
  return part.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The table that device.sh reads, a line for each piece: name, how, target, offset. */
export function pieceTable(parts: readonly Part[]): string {
  const lines = parts.flat().map(({ name, unpacking }) => {
    const { how } = unpacking;
    if (how === "keep") return `${name} keep`;
    return how === "tar"
      ? `${name} tar ${unpacking.target}`
      : `${name} at ${unpacking.target} ${unpacking.offset}`;
  });
  return `${lines.toSorted().join("\n")}\n`;
}
