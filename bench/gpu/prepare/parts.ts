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

/** The pieces of a part, its first part first. */
export type Part = readonly Piece[];

/** The rest of a part that is worth a slice of its own. */
const MIN_SLICE_BYTES = 4 * 2 ** 20;

/**
 * First-fit decreasing for the pieces that travel whole, in as few parts as that gives; then `data` in slices, first
 * where there is room, then in parts of its own of equal size.
 * @param limit bytes of a part at most
 * @throws {RangeError} for a piece that is larger than a part.
 */
export function packParts(
  pieces: readonly Piece[],
  limit: number,
  data?: Omit<Piece, "from">,
): readonly Part[] {
  const parts: Piece[][] = [];
  const room = (part: readonly Piece[]): number =>
    limit - part.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const piece of pieces.toSorted((a, b) => b.bytes - a.bytes)) {
    if (piece.bytes > limit) {
      throw new RangeError(
        `Cannot put "${piece.name}" into a part: it has ${piece.bytes} bytes, and a part at most ${limit}; give a larger --part-mib, or a higher --level`,
      );
    }
    const part = parts.find((open) => room(open) >= piece.bytes);
    if (part) part.push(piece);
    else parts.push([piece]);
  }
  let slices = 0;
  let from = 0;
  const slice = (bytes: number): Piece => {
    const piece = { ...data!, name: `${data!.name}.${slices}`, bytes, from };
    slices += 1;
    from += bytes;
    return piece;
  };
  const total = data?.bytes ?? 0;
  for (const part of parts) {
    const bytes = Math.min(room(part), total - from);
    if (bytes >= MIN_SLICE_BYTES || (bytes > 0 && bytes === total - from)) part.push(slice(bytes));
  }
  while (from < total) {
    const left = Math.ceil((total - from) / limit);
    parts.push([slice(Math.ceil((total - from) / left))]);
  }
  return parts;
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
