/**
 * Images that no dataset of photographs has, to check an out-of-distribution score by: noise, flat colors, drawings. They
 * depend on their kind and number alone.
 */
import type { RgbImage } from "@inception-edge/image";

/** Noise of several sizes and strengths; flat colors and gradients; shapes, lines, bars, stripes and lines of text. */
export const strangeKinds = ["noise", "flat", "drawn"] as const;

/** One of `strangeKinds`. */
export type StrangeKind = (typeof strangeKinds)[number];

/** The first `count` images of a kind. */
export function drawStrangeImages(kind: StrangeKind, count: number): RgbImage[] {
  const random = seeded(strangeKinds.indexOf(kind) + 1);
  return Array.from({ length: count }, (_, number) => DRAW[kind](random, number));
}

/** From 0 up to 1. */
type Random = () => number;
type Color = readonly [number, number, number];
/** The color at a point of [0, 1) × [0, 1). */
type Paint = (x: number, y: number) => Color;

const DRAW: Readonly<Record<StrangeKind, (random: Random, number: number) => RgbImage>> = {
  noise(random, number) {
    const side = pick(random, [32, 56, 64, 96, 128, 224]);
    const [middle, amplitude] = [anyColor(random), 40 + 215 * random()];
    const isGray = number % 2 === 0;
    return painted(side, () => {
      const shift = random() - 0.5;
      return middle.map((value) => value + amplitude * (isGray ? shift : random() - 0.5)) as never;
    });
  },
  flat(random, number) {
    const [from, to] = [anyColor(random), anyColor(random)];
    const turn = 2 * Math.PI * random();
    if (number % 2 === 0) return painted(64, () => from);
    return painted(64, (x, y) => {
      const along = 0.5 + ((x - 0.5) * Math.cos(turn) + (y - 0.5) * Math.sin(turn)) / Math.SQRT2;
      return from.map((value, channel) => value + (to[channel]! - value) * along) as never;
    });
  },
  drawn(random, number) {
    const ground = anyColor(random);
    const layers = DRAWINGS[number % DRAWINGS.length]!(random);
    return painted(160, (x, y) => layers.findLast(({ covers }) => covers(x, y))?.color ?? ground);
  },
};

interface Layer {
  readonly color: Color;
  readonly covers: (x: number, y: number) => boolean;
}

const DRAWINGS: readonly ((random: Random) => readonly Layer[])[] = [
  function shapes(random) {
    return times(random, [1, 8], () => {
      const [x, y, width, height] = [
        random(),
        random(),
        0.05 + 0.35 * random(),
        0.05 + 0.35 * random(),
      ];
      const isRound = random() < 0.5;
      return layer(random, (u, v) => {
        const [dx, dy] = [Math.abs(u - x) / width, Math.abs(v - y) / height];
        return isRound ? dx * dx + dy * dy < 1 : Math.max(dx, dy) < 1;
      });
    });
  },
  function lines(random) {
    const color = anyColor(random);
    return times(random, [4, 30], () => {
      const [x, y, dx, dy] = [random(), random(), random() - 0.5, random() - 0.5];
      const [length, width] = [Math.hypot(dx, dy) || 1, 0.004 + 0.015 * random()];
      const covers = (u: number, v: number): boolean => {
        const along = ((u - x) * dx + (v - y) * dy) / length ** 2;
        const across = Math.abs((u - x) * dy - (v - y) * dx) / length;
        return along >= 0 && along <= 1 && across < width;
      };
      return { color, covers };
    });
  },
  function bars(random) {
    const count = 3 + Math.floor(6 * random());
    const heights = Array.from({ length: count }, random);
    return [
      layer(random, (x, y) => {
        const at = x * count;
        return at % 1 < 0.7 && y > 0.1 + 0.85 * heights[Math.floor(at)]! && y < 0.95;
      }),
    ];
  },
  function stripes(random) {
    const [period, turn] = [0.03 + 0.25 * random(), Math.PI * random()];
    const across = random() < 0.5 ? 0 : 1;
    return [
      layer(random, (x, y) => {
        const u = (x * Math.cos(turn) + y * Math.sin(turn)) / period;
        const v = (across * (y * Math.cos(turn) - x * Math.sin(turn))) / period;
        return (Math.floor(u) + Math.floor(v)) % 2 === 0;
      }),
    ];
  },
  function text(random) {
    const [rows, columns] = [8 + Math.floor(12 * random()), 20 + Math.floor(20 * random())];
    const ink = Array.from({ length: rows * columns * 8 }, () => random() < 0.45);
    return [
      layer(random, (x, y) => {
        const [row, column] = [Math.floor(y * rows), Math.floor(x * columns)];
        const isLine = (y * rows) % 1 < 0.6 && (row * 7 + column) % 6 > 0; // words and the space between
        const dot =
          Math.floor(((x * columns) % 1) * 2) + 2 * Math.floor((((y * rows) % 1) / 0.6) * 4);
        return isLine && ink[(row * columns + column) * 8 + dot]!;
      }),
    ];
  },
];

function layer(random: Random, covers: Layer["covers"]): Layer {
  return { color: anyColor(random), covers };
}

function times<T>(random: Random, [least, most]: readonly [number, number], make: () => T): T[] {
  return Array.from({ length: least + Math.floor((most - least) * random()) }, make);
}

function painted(side: number, paint: Paint): RgbImage {
  const rgb = new Uint8ClampedArray(side * side * 3);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      rgb.set(paint(column / side, row / side), (row * side + column) * 3);
    }
  }
  return { width: side, height: side, rgb: new Uint8Array(rgb.buffer) };
}

/** Black or white in a third of all cases. */
function anyColor(random: Random): Color {
  const kind = random();
  if (kind < 1 / 6) return [255, 255, 255];
  if (kind < 1 / 3) return [0, 0, 0];
  return [255 * random(), 255 * random(), 255 * random()];
}

function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!;
}

/** Mulberry32, a public-domain generator of 32 bits of state. */
function seeded(seed: number): Random {
  let state = seed;
  return function random() {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
