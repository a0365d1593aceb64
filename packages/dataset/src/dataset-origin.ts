/** The dataset that a file was made from, stored in that file, so that it is not used with another dataset. */
import type { PackedDataset } from "./dataset.ts";

/** The name, fingerprint and decoder of a packed dataset. */
export type DatasetOrigin = Pick<PackedDataset, "name" | "fingerprint" | "decoder">;

/** The cure at the end of every message: the command that makes such files. */
const EXPLORE = "explore the dataset again with `pnpm --filter eda start --dataset DIR`";

/**
 * @param file kind and path, for the message: `the exclude list "report/exclude.txt"`
 * @throws {Error} if the file was made from other images, or by a decoder that gives other pixels
 */
export function checkOrigin(
  origin: DatasetOrigin,
  { packed, file }: { readonly packed: DatasetOrigin; readonly file: string },
): void {
  // The decoder is part of the fingerprint: where both differ, it is the cause.
  if (origin.decoder !== packed.decoder) {
    throw new Error(
      `Cannot use ${file} with "${packed.name}": it was made with the decoder "${origin.decoder}", ` +
        `and this is "${packed.decoder}", whose pixels differ; ${EXPLORE}`,
    );
  }
  if (origin.fingerprint !== packed.fingerprint) {
    throw new Error(
      `Cannot use ${file} with "${packed.name}": it was made from "${origin.name}" with the fingerprint ` +
        `${origin.fingerprint.slice(0, 12)}…, and this one's is ${packed.fingerprint.slice(0, 12)}…: ` +
        `files, labels or classes have changed; ${EXPLORE}`,
    );
  }
}
