/** Photographs of drawn scenes: of one scene as many as wanted, each shifted, lit and compressed a little differently. */
import { loadJpegEncoder } from "@inception-edge/image/encode";
import { seededRandom, type Random } from "../src/random.ts";

/** Pixels per side of a photograph. */
const SIDE = 96;

/** How a photograph differs from another of its scene. */
export interface Take {
  /** Shift in pixels, of 96. */
  readonly dx: number;
  readonly dy: number;
  /** Factor of the brightness. */
  readonly gain: number;
  /** Whether left and right are swapped. */
  readonly mirrored?: boolean;
}

/** RGB `[96, 96, 3]` of the scene with that seed: disks of random colors before a sky that gets lighter. */
export function photograph(seed: number, { dx, dy, gain, mirrored = false }: Take): Uint8Array {
  const random = seededRandom(seed, 77);
  const disks = Array.from({ length: 9 }, () => ({
    x: random() * SIDE,
    y: random() * SIDE,
    radius: 6 + random() * 18,
    color: [random() * 230, random() * 230, random() * 230],
  }));
  const sky = [60 + random() * 120, 60 + random() * 120, 60 + random() * 120];
  const rgb = new Uint8Array(SIDE * SIDE * 3);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel += 1) {
    const x = (mirrored ? SIDE - 1 - (pixel % SIDE) : pixel % SIDE) + dx;
    const y = Math.floor(pixel / SIDE) + dy;
    const disk = disks.findLast((each) => Math.hypot(x - each.x, y - each.y) < each.radius);
    const color = disk?.color ?? sky.map((value) => value * (0.8 + (0.4 * x) / SIDE));
    rgb.set(
      color.map((value) => Math.min(255, value * gain)),
      pixel * 3,
    );
  }
  return rgb;
}

/** A steady hand: up to 2 % of the side, and 10 % of the brightness. */
export function randomTake(random: Random): Take {
  const around = (most: number): number => (random() * 2 - 1) * most;
  return { dx: around(1), dy: around(1), gain: 1 + around(0.1) };
}

/** JPEG files of `count` photographs of one scene, of changing quality. */
export async function burst(seed: number, count: number): Promise<Uint8Array[]> {
  const random = seededRandom(seed, 78);
  const encoders = await Promise.all([60, 80, 95].map((quality) => loadJpegEncoder(quality)));
  return Array.from({ length: count }, (_, index) => {
    const rgb = photograph(seed, randomTake(random));
    const rgba = new Uint8Array(SIDE * SIDE * 4).fill(255);
    for (let pixel = 0; pixel < SIDE * SIDE; pixel += 1) {
      rgba.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    }
    return encoders[index % encoders.length]!(rgba, SIDE);
  });
}
