/** Features made comparable: where an image lies from the mean of all, whatever the scale of each feature. */

/**
 * Square roots, since features after a ReLU have long tails; each column standardized, then each row brought to length 1,
 * so that a dot product of two rows is the cosine of their angle.
 *
 * @param features `[images, length]`
 */
export function directions(features: Float32Array, images: number): Float32Array {
  const length = features.length / images;
  const rows = features.map((value) => Math.sign(value) * Math.sqrt(Math.abs(value)));
  for (let column = 0; column < length; column += 1) standardize(rows, column, length);
  for (let start = 0; start < rows.length; start += length) {
    const row = rows.subarray(start, start + length);
    let squares = 0;
    for (const value of row) squares += value * value;
    const norm = Math.sqrt(squares) || 1;
    for (let at = 0; at < length; at += 1) row[at]! /= norm;
  }
  return rows;
}

function standardize(rows: Float32Array, column: number, length: number): void {
  const images = rows.length / length;
  let [sum, squares] = [0, 0];
  for (let at = column; at < rows.length; at += length) {
    sum += rows[at]!;
    squares += rows[at]! ** 2;
  }
  const mean = sum / images;
  const deviation = Math.sqrt(Math.max(0, squares / images - mean ** 2)) || 1;
  for (let at = column; at < rows.length; at += length) rows[at] = (rows[at]! - mean) / deviation;
}
