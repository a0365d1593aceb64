/**
 * Draws layers of shapes as an image: placed, rotated and lit at random, over a background that says nothing about
 * the class, with sensor noise.
 */
import { STORED_SIZE } from "@inception-edge/image";
import type { Random } from "../random.ts";
import type { Shape } from "./shapes.ts";

/** Red, green and blue in `[0, 255]`; values outside are clipped in the finished image. */
export type Color = readonly [red: number, green: number, blue: number];

/** The color at a point of the object. */
export type Paint = (x: number, y: number) => Color;

export interface Layer {
  readonly shape: Shape;
  readonly paint: Color | Paint;
}

/** A random number in `[low, high)`. */
export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** A color lit from the upper left, as on a round surface. */
export function shaded([red, green, blue]: Color): Paint {
  return (x, y) => {
    const light = 1 - 0.22 * (x + y);
    return [red * light, green * light, blue * light];
  };
}

/** A shaded color with dimples, like a citrus peel. */
export function dimpled(color: Color, random: Random): Paint {
  const shade = shaded(color);
  const phase = between(random, 0, 2 * Math.PI);
  return (x, y) => {
    const dimple = 14 * Math.sin(19 * x + 5 * y + phase) * Math.sin(19 * y - 5 * x);
    const [r, g, b] = shade(x, y);
    return [r + dimple, g + dimple, b + dimple];
  };
}

/** Draws one image, RGBA `[64, 64, 4]`. */
export function drawImage(layers: readonly Layer[], random: Random): Uint8Array {
  const background = randomBackground(random);
  const placement = randomPlacement(random);
  const [gain, tint] = [between(random, 0.75, 1.2), randomTint(random)];
  const grain = between(random, 2, 14);
  const paints = layers.map(({ shape, paint }) => ({ shape, paint: asPaint(paint) }));

  const rgba = new Uint8ClampedArray(STORED_SIZE * STORED_SIZE * 4); // Clips and rounds.
  for (let row = 0; row < STORED_SIZE; row += 1) {
    for (let column = 0; column < STORED_SIZE; column += 1) {
      const [x, y] = placement.toObject(column, row);
      let color = background(column, row);
      for (const { shape, paint } of paints) {
        // Antialiasing: a pixel on the outline is covered in part.
        const cover = Math.min(Math.max(0.5 - shape(x, y) * placement.pixels, 0), 1);
        if (cover > 0) color = mix(color, paint(x, y), cover);
      }
      const noise = (random() + random() - 1) * grain;
      const pixel = (row * STORED_SIZE + column) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        rgba[pixel + channel] = color[channel]! * gain * tint[channel]! + noise;
      }
      rgba[pixel + 3] = 255;
    }
  }
  return new Uint8Array(rgba.buffer);
}

interface Placement {
  /** Pixels per unit of the object's coordinates. */
  readonly pixels: number;
  readonly toObject: (column: number, row: number) => readonly [x: number, y: number];
}

/** Near the middle, rotated by up to 25 degrees, mirrored or not. */
function randomPlacement(random: Random): Placement {
  const pixels = between(random, 0.55, 0.95) * (STORED_SIZE / 2);
  const centerX = STORED_SIZE / 2 + between(random, -7, 7);
  const centerY = STORED_SIZE / 2 + between(random, -7, 7);
  const angle = between(random, -0.43, 0.43); // 25 degrees
  const mirror = random() < 0.5 ? -1 : 1;
  const [sin, cos] = [Math.sin(angle) / pixels, Math.cos(angle) / pixels];
  function toObject(column: number, row: number): readonly [number, number] {
    const [dx, dy] = [column + 0.5 - centerX, row + 0.5 - centerY];
    return [mirror * (dx * cos + dy * sin), dy * cos - dx * sin];
  }
  return { pixels, toObject };
}

/** Two random colors blended by three sine waves into soft patches. */
function randomBackground(random: Random): Paint {
  const [dark, bright] = [randomColor(random), randomColor(random)];
  const waves = Array.from({ length: 3 }, () => ({
    x: between(random, -0.22, 0.22),
    y: between(random, -0.22, 0.22),
    phase: between(random, 0, 2 * Math.PI),
  }));
  return (column, row) => {
    let height = 0;
    for (const { x, y, phase } of waves) height += Math.sin(column * x + row * y + phase);
    return mix(dark, bright, (height + 3) / 6);
  };
}

function randomColor(random: Random): Color {
  return [between(random, 30, 220), between(random, 40, 220), between(random, 30, 220)];
}

/** The color of the light: each channel up to an eighth stronger or weaker. */
function randomTint(random: Random): Color {
  return [between(random, 0.88, 1.12), between(random, 0.88, 1.12), between(random, 0.88, 1.12)];
}

function asPaint(paint: Color | Paint): Paint {
  return typeof paint === "function" ? paint : () => paint;
}

function mix(below: Color, above: Color, cover: number): Color {
  const rest = 1 - cover;
  return [
    below[0] * rest + above[0] * cover,
    below[1] * rest + above[1] * cover,
    below[2] * rest + above[2] * cover,
  ];
}
