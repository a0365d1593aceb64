import { suite } from "uvu";
import * as assert from "uvu/assert";
import { photograph } from "../../test/burst.ts";
import { seededRandom } from "../random.ts";
import { groupImages } from "./group-images.ts";
import { createSketches, sketchImage } from "./sketch.ts";

const test = suite("groupImages()");

/** Scenes from this number on are noise, which is quick to draw. */
const NOISE = 1000;

function draw(scene: number, dx: number): Uint8Array {
  if (scene < NOISE) return photograph(scene, { dx, dy: 0, gain: 1 });
  const random = seededRandom(scene);
  return Uint8Array.from({ length: 32 * 32 * 3 }, () => random() * 256);
}

/** Photographs of scenes, each with the file that it is of: equal letters are equal files. */
function grouped(
  images: readonly { readonly scene: number; readonly dx?: number; readonly label?: number }[],
  files: string = images.map((_, index) => String.fromCharCode(97 + index)).join(""),
  usable: readonly number[] = [...images.keys()],
): number[] {
  const sketches = createSketches(images.length);
  const digests = new Uint8Array(images.length * 32);
  for (const [index, { scene, dx = 0 }] of images.entries()) {
    sketchImage(sketches, index, draw(scene, dx));
    digests.set([files.charCodeAt(index) & 255, files.charCodeAt(index) >> 8], index * 32);
  }
  const labels = images.map(({ label = 0 }) => label);
  return [...groupImages(usable, { labels, digests, sketches })];
}

test("numbers a group by its first image, whatever the classes", () => {
  const images = [{ scene: 1 }, { scene: 2 }, { scene: 1, dx: 1, label: 1 }, { scene: 3 }];
  assert.equal(grouped(images), [0, 1, 0, 3]);
});

test("puts what is near through others together", () => {
  const shifts = [0, 3, 6, 9, 12, 15];
  assert.equal(grouped([0, 15].map((dx) => ({ scene: 4, dx }))), [0, 1]);
  assert.equal(grouped(shifts.map((dx) => ({ scene: 4, dx }))), [0, 0, 0, 0, 0, 0]);
});

test("leaves images that cannot be used alone", () => {
  const images = [{ scene: 1 }, { scene: 1 }, { scene: 1 }];
  assert.equal(grouped(images, "aaa", [0, 2]), [0, 1, 0]);
});

test("puts equal files together, even those of one color", () => {
  assert.equal(grouped([{ scene: 1 }, { scene: 2 }, { scene: 3 }], "aba"), [0, 1, 0]);
});

const largest = (groups: readonly number[]): number =>
  Math.max(
    ...Map.groupBy(groups, (group) => group)
      .values()
      .map(({ length }) => length),
  );

test("a group is at most 20 images or a tenth of its class, but for equal files", () => {
  const same = Array.from({ length: 50 }, (_, index) => ({ scene: 1, dx: index / 50 }));
  const ofFew = largest(grouped(same));
  assert.ok(ofFew > 10 && ofFew <= 20, String(ofFew));
  assert.is(largest(grouped(same, "a".repeat(50))), 50);
  const others = Array.from({ length: 250 }, (_, index) => ({ scene: NOISE + index }));
  const ofMany = largest(grouped([...same, ...others]));
  assert.ok(ofMany > 20 && ofMany <= 30, String(ofMany));
});

test.run();
