/**
 * Draws ice on a window pane; Hendrycks & Dietterich overlay photographs of frost, which we do not have. Ferns of ice grow
 * inward from the border and branch at 60 degrees, like ice crystals, over a haze.
 */
import { SIZE, type Random } from "./corruption.ts";
import { plasma } from "./plasma.ts";

const FERNS = 9;
/** Shortest and longest trunk, pixels. */
const LENGTH = { least: 18, most: 44 } as const;
/** Distance between pairs of branches on a stem, pixels. */
const SPACING = 3;
const BRANCHING = Math.PI / 3;
/** Brightness of trunks, their branches, and the branches of those. */
const BRIGHTNESS = [0.7, 0.5, 0.3] as const;
const HAZE = { base: 0.15, clouds: 0.55, decay: 1.9 } as const;

/** The amount of ice per pixel: float32 `[SIZE, SIZE]` in [0, 1]. */
export function frostTexture(random: Random): Float32Array {
  const ice = plasma(random, HAZE.decay).map((cloud) => HAZE.base + HAZE.clouds * cloud ** 2);

  function grow(
    [x, y]: readonly [number, number],
    { angle, length, order }: { angle: number; length: number; order: number },
  ): void {
    const brightness = BRIGHTNESS[order];
    if (brightness === undefined) return;
    const bend = (random() - 0.5) * 0.03;
    let heading = angle;
    let [column, row] = [x, y];
    for (let step = 0; step < length; step += 1) {
      deposit(ice, [column, row], brightness);
      if (step > 0 && step % SPACING === 0) {
        for (const side of [-BRANCHING, BRANCHING]) {
          const reach = (length - step) * (0.25 + 0.3 * random());
          grow([column, row], { angle: heading + side, length: reach, order: order + 1 });
        }
      }
      heading += bend;
      column += Math.cos(heading);
      row += Math.sin(heading);
    }
  }

  for (let fern = 0; fern < FERNS; fern += 1) {
    const inward = Math.floor(random() * 4) * (Math.PI / 2);
    const along = (random() - 0.5) * SIZE;
    const center = SIZE / 2;
    const start = [
      center - center * Math.cos(inward) - along * Math.sin(inward),
      center - center * Math.sin(inward) + along * Math.cos(inward),
    ] as const;
    const length = LENGTH.least + (LENGTH.most - LENGTH.least) * random();
    grow(start, { angle: inward + (random() - 0.5), length, order: 0 });
  }
  return ice.map((amount) => Math.min(amount, 1));
}

/** Distributes `amount` to the four pixels around a point; parts outside the image are dropped. */
function deposit(ice: Float32Array, [x, y]: readonly [number, number], amount: number): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  for (const row of [top, top + 1]) {
    for (const column of [left, left + 1]) {
      if (row < 0 || row >= SIZE || column < 0 || column >= SIZE) continue;
      const share = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
      ice[row * SIZE + column]! += amount * share;
    }
  }
}
