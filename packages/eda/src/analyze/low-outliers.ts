/** Where the usual values of a dataset end below: what is far off has more in common with a fault than with the rest. */

/** Of fewer values there is no telling what is usual. */
const FEWEST = 20;
/** Modified z-score of an outlier (Iglewicz and Hoaglin 1993): robust, as it goes by the median and not by the mean. */
const SCORE = 3.5;
/** Standard deviation of a normal distribution by its median absolute deviation. */
const STD_OF_MAD = 1.4826;
/** Where most values are nearly equal, as of drawn images: an outlier is below half of the median at least. */
const LEAST_SPREAD = Math.LN2 / SCORE;

/**
 * The value below which positive values, which spread by factors and not by differences, are outliers; undefined of too
 * few. NaNs do not count.
 */
export function lowOutlierLimit(values: Float64Array): number | undefined {
  const logarithms = values.filter((value) => value > 0).map(Math.log);
  if (logarithms.length < FEWEST) return undefined;
  const middle = median(logarithms);
  const deviation = median(logarithms.map((value) => Math.abs(value - middle)));
  return Math.exp(middle - SCORE * Math.max(STD_OF_MAD * deviation, LEAST_SPREAD));
}

function median(values: Float64Array): number {
  return values.toSorted()[Math.floor(values.length / 2)]!;
}
