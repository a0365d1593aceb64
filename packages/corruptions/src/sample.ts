/** Samples a field `[side, side, channels]` at arbitrary positions, bilinearly. */
import { mirror } from "./convolve.ts";
import { SIZE } from "./corruption.ts";

/** Where to sample, one position per pixel of the result. Pixel centers have whole coordinates. */
export interface Positions {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
}

/** The field's values at the positions; up to `side` beyond the border, the field is mirrored. */
export function sample(
  field: ArrayLike<number>,
  { xs, ys }: Positions,
  side: number,
): Float32Array {
  const channels = field.length / side ** 2;
  const sampled = new Float32Array(xs.length * channels);
  for (let index = 0; index < xs.length; index += 1) {
    const [x, y] = [xs[index]!, ys[index]!];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [right, below] = [x - left, y - top];
    const columns = [mirror(left, side) * channels, mirror(left + 1, side) * channels] as const;
    const rows = [
      mirror(top, side) * side * channels,
      mirror(top + 1, side) * side * channels,
    ] as const;
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
export function enlarge(field: ArrayLike<number>, factor: number, side: number): Float32Array {
  const middle = (side - 1) / 2;
  return sample(
    field,
    grid(side, (index) => middle + (index - middle) / factor),
    side,
  );
}

/** A texture, float32 `[SIZE, SIZE]`, as `[side, side]`. */
export function stretch(texture: Float32Array, side: number): Float32Array {
  if (side === SIZE) return texture;
  return sample(
    texture,
    grid(side, (index) => ((index + 0.5) * SIZE) / side - 0.5),
    SIZE,
  );
}

/** The positions of `[side, side]` pixels whose columns and rows are at `position`. */
function grid(side: number, position: (index: number) => number): Positions {
  const positions = Float32Array.from({ length: side }, (_, index) => position(index));
  const xs = new Float32Array(side * side);
  const ys = new Float32Array(side * side);
  for (let y = 0; y < side; y += 1) {
    xs.set(positions, y * side);
    ys.fill(positions[y]!, y * side, (y + 1) * side);
  }
  return { xs, ys };
}
