/** Clouds: a random field that looks the same at every scale, made by midpoint displacement. */
import { SIZE, type Random } from "./corruption.ts";

/**
 * The diamond-square algorithm (Fournier, Fussell & Carpenter 1982) on a torus: float32 `[SIZE, SIZE]`, with minimum 0
 * and maximum 1.
 *
 * @param decay divisor of the displacement from one scale to the next: higher is smoother
 */
export function plasma(random: Random, decay: number): Float32Array {
  const field = new Float32Array(SIZE * SIZE);
  const last = SIZE - 1; // SIZE is a power of two, so `& last` wraps around, also for negative coordinates
  const get = (x: number, y: number): number => field[(y & last) * SIZE + (x & last)]!;
  let swing = 1;
  const displaced = (sum: number): number => sum / 4 + swing * (2 * random() - 1);

  for (let step = SIZE; step > 1; step /= 2) {
    const half = step / 2;
    for (let y = half; y < SIZE; y += step) {
      for (let x = half; x < SIZE; x += step) {
        field[y * SIZE + x] = displaced(
          get(x - half, y - half) +
            get(x + half, y - half) +
            get(x - half, y + half) +
            get(x + half, y + half),
        );
      }
    }
    for (let y = 0; y < SIZE; y += half) {
      for (let x = y % step === 0 ? half : 0; x < SIZE; x += step) {
        field[y * SIZE + x] = displaced(
          get(x, y - half) + get(x, y + half) + get(x - half, y) + get(x + half, y),
        );
      }
    }
    swing /= decay;
  }
  const low = field.reduce((least, value) => Math.min(least, value));
  const high = field.reduce((most, value) => Math.max(most, value));
  return field.map((value) => (value - low) / (high - low));
}
