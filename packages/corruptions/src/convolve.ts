/**
 * Linear filters of fields, float32 `[side, side, channels]`. Fields are mirrored at the border, so that a constant
 * field does not change.
 */
/** The weight of the value `dx` to the right and `dy` below. */
export interface Tap {
  readonly dx: number;
  readonly dy: number;
  readonly weight: number;
}

/** @param taps at most `side` pixels away */
export function convolve(
  field: ArrayLike<number>,
  taps: readonly Tap[],
  side: number,
): Float32Array {
  const channels = field.length / side ** 2;
  const margin = Math.max(...taps.map(({ dx, dy }) => Math.max(Math.abs(dx), Math.abs(dy))));
  const padded = mirrored(field, margin, side);
  const width = side * channels;
  const stride = (side + 2 * margin) * channels;
  const sums = new Float32Array(field.length);
  for (const { dx, dy, weight } of taps) {
    for (let y = 0; y < side; y += 1) {
      const from = (y + margin + dy) * stride + (margin + dx) * channels;
      const to = y * width;
      for (let index = 0; index < width; index += 1)
        sums[to + index]! += weight * padded[from + index]!;
    }
  }
  return sums;
}

/** @param deviation standard deviation, pixels */
export function gaussianBlur(
  field: ArrayLike<number>,
  deviation: number,
  side: number,
): Float32Array {
  const reach = Math.ceil(3 * deviation);
  const offsets = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach);
  const bell = offsets.map((offset) => Math.exp(-(offset ** 2) / (2 * deviation ** 2)));
  const sum = bell.reduce((total, weight) => total + weight, 0);
  const weights = bell.map((weight) => weight / sum);
  const across = offsets.map((dx, index): Tap => ({ dx, dy: 0, weight: weights[index]! }));
  const along = offsets.map((dy, index): Tap => ({ dx: 0, dy, weight: weights[index]! }));
  return convolve(convolve(field, across, side), along, side);
}

const POINTS_PER_SIDE = 8;

/** A disc: the weight of a pixel is the share of its area that is covered, estimated from 64 points. */
export function discTaps(radius: number): Tap[] {
  const reach = Math.ceil(radius);
  const covered: Tap[] = [];
  let total = 0;
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      let points = 0;
      for (let point = 0; point < POINTS_PER_SIDE ** 2; point += 1) {
        const x = dx - 0.5 + ((point % POINTS_PER_SIDE) + 0.5) / POINTS_PER_SIDE;
        const y = dy - 0.5 + (Math.floor(point / POINTS_PER_SIDE) + 0.5) / POINTS_PER_SIDE;
        if (x * x + y * y <= radius * radius) points += 1;
      }
      if (points > 0) covered.push({ dx, dy, weight: points });
      total += points;
    }
  }
  return covered.map(({ dx, dy, weight }) => ({ dx, dy, weight: weight / total }));
}

/**
 * The trail of a moving and fading point: half a Gaussian along a line, with each point distributed to the four pixels
 * around it.
 *
 * @param deviation standard deviation, pixels
 * @param angle radians
 */
export function trailTaps(deviation: number, angle: number): Tap[] {
  const reach = Math.ceil(3 * deviation);
  const side = 2 * (reach + 1) + 1;
  const grid = new Float64Array(side * side);
  let total = 0;
  for (let step = 0; step <= reach; step += 1) {
    const weight = Math.exp(-(step ** 2) / (2 * deviation ** 2));
    const [x, y] = [step * Math.cos(angle) + reach + 1, step * Math.sin(angle) + reach + 1];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [right, below] = [x - left, y - top];
    grid[top * side + left]! += weight * (1 - right) * (1 - below);
    grid[top * side + left + 1]! += weight * right * (1 - below);
    grid[(top + 1) * side + left]! += weight * (1 - right) * below;
    grid[(top + 1) * side + left + 1]! += weight * right * below;
    total += weight;
  }
  return Array.from(grid, (weight, index) => ({
    dx: (index % side) - reach - 1,
    dy: Math.floor(index / side) - reach - 1,
    weight: weight / total,
  })).filter(({ weight }) => weight > 0);
}

/** The field with a mirrored border: `[side + 2 · margin, side + 2 · margin, channels]`. */
function mirrored(field: ArrayLike<number>, margin: number, side: number): Float32Array {
  const channels = field.length / side ** 2;
  const positions = Array.from({ length: side + 2 * margin }, (_, index) =>
    mirror(index - margin, side),
  );
  const padded = new Float32Array(positions.length ** 2 * channels);
  let to = 0;
  for (const y of positions) {
    for (const x of positions) {
      const from = (y * side + x) * channels;
      for (let channel = 0; channel < channels; channel += 1) {
        padded[to + channel] = field[from + channel]!;
      }
      to += channels;
    }
  }
  return padded;
}

/** Maps a coordinate up to `side` beyond either border to the coordinate inside that it mirrors. */
export function mirror(position: number, side: number): number {
  if (position < 0) return -1 - position;
  return position < side ? position : 2 * side - 1 - position;
}
