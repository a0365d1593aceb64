/** The splits of each fold of a run: trained on the images of the other folds, and measured on its own. */
import {
  stratifiedFolds,
  type FoldedImages,
  type PackedDataset,
  type Splits,
} from "@inception-edge/dataset";

/**
 * All images take part that the run trains on, holds out or has set apart as val; not the official val of a dataset that
 * comes with one. Nothing is held out in a fold: its images must not choose anything, and the others are for training.
 *
 * @returns the splits of each fold, whose `val` are its images
 * @throws {RangeError} if a class has too few images
 */
export function foldSplits(
  {
    packed,
    splits,
  }: {
    readonly packed: FoldedImages & Pick<PackedDataset, "valFraction">;
    readonly splits: Splits;
  },
  { folds, seed }: { readonly folds: number; readonly seed: number },
): Splits[] {
  const { train, heldOut, val } = splits;
  const ownVal = packed.valFraction === undefined ? [] : val;
  const images = Int32Array.from([...train, ...heldOut, ...ownVal]).toSorted();
  return stratifiedFolds(packed, images, { folds, seed }).map((fold) => {
    const measured = new Set(fold);
    return {
      train: images.filter((image) => !measured.has(image)),
      heldOut: new Int32Array(),
      val: fold,
    };
  });
}
