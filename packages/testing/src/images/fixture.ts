/** Images that Pillow made, with the pixels that it decodes them to. */
import { fromBase64 } from "./base64.ts";

export interface Fixture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly file: Uint8Array;
  /** `[height, width, 3]` */
  readonly rgb: Uint8Array;
}

interface StoredFixtures {
  readonly images: readonly (Omit<Fixture, "file" | "rgb"> & {
    readonly file: string;
    readonly rgb: string;
  })[];
}

export function readFixtures({ images }: StoredFixtures): readonly Fixture[] {
  return images.map((image) => ({
    ...image,
    file: fromBase64(image.file),
    rgb: fromBase64(image.rgb),
  }));
}

export function findFixture(fixtures: readonly Fixture[], name: string): Fixture {
  const found = fixtures.find((fixture) => fixture.name === name);
  if (found === undefined) throw new Error(`Cannot find the fixture "${name}"`);
  return found;
}
