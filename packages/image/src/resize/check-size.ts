/** The sizes every resize accepts. */

/** @throws {RangeError} not a whole number of pixels, at least 1 each way */
export function checkSize(width: number, height: number): void {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new RangeError(`Cannot resize to ${width}x${height} px: expected whole numbers above 0`);
  }
}
