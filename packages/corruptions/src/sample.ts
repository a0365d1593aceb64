/** Samples a field `[SIZE, SIZE, channels]` at arbitrary positions, bilinearly. */
import { mirror } from "./convolve.ts";
import { SIZE } from "./corruption.ts";

/**
 * The field's values at the positions (xs, ys), one per pixel of the result. Pixel centers have whole coordinates; up
 * to SIZE beyond the border, the field is mirrored.
 *
 * @param xs float32 `[SIZE, SIZE]`, pixels
 * @param ys float32 `[SIZE, SIZE]`, pixels
 */
export function sample(field: ArrayLike<number>, xs: Float32Array, ys: Float32Array): Float32Array {
  const channels = field.length / SIZE ** 2;
  const sampled = new Float32Array(field.length);
  for (let index = 0; index < xs.length; index += 1) {
    const [x, y] = [xs[index]!, ys[index]!];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [right, below] = [x - left, y - top];
    const columns = [mirror(left) * channels, mirror(left + 1) * channels] as const;
    const rows = [mirror(top) * SIZE * channels, mirror(top + 1) * SIZE * channels] as const;
    for (let channel = 0; channel < channels; channel += 1) {
      const upper = rows[0] + channel;
      const lower = rows[1] + channel;
      sampled[index * channels + channel] =
        (field[upper + columns[0]]! * (1 - right) + field[upper + columns[1]]! * right) *
          (1 - below) +
        (field[lower + columns[0]]! * (1 - right) + field[lower + columns[1]]! * right) * below;
    }
  }
  return sampled;
}

/** The center of a field, enlarged by `factor` (1 or more) to the size of the field. */
export function enlarge(field: ArrayLike<number>, factor: number): Float32Array {
  const middle = (SIZE - 1) / 2;
  const positions = Float32Array.from(
    { length: SIZE },
    (_, index) => middle + (index - middle) / factor,
  );
  const xs = new Float32Array(SIZE * SIZE);
  const ys = new Float32Array(SIZE * SIZE);
  for (let y = 0; y < SIZE; y += 1) {
    xs.set(positions, y * SIZE);
    ys.fill(positions[y]!, y * SIZE, (y + 1) * SIZE);
  }
  return sample(field, xs, ys);
}
