import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noise } from "@inception-edge/testing/images/noise";
import { centerCrop } from "./center-crop.ts";

const crop = suite("centerCrop()");

crop("centerCrop() of 64x64 to 56x56 cuts 4 pixels at every side", () => {
  const image = noise(64, 64);
  const cropped = centerCrop(image, 56, 56);
  const at = (x: number, y: number): Uint8Array =>
    image.rgb.subarray((y * 64 + x) * 3, (y * 64 + x + 1) * 3);
  assert.is(cropped.rgb.length, 56 * 56 * 3);
  assert.equal(cropped.rgb.subarray(0, 3), at(4, 4));
  assert.equal(cropped.rgb.subarray(-3), at(59, 59));
});

crop("centerCrop() of an odd border cuts less at the left and the top", () => {
  const image = {
    width: 4,
    height: 4,
    rgb: Uint8Array.from({ length: 48 }, (_, index) => index / 3),
  };
  assert.equal([...centerCrop(image, 1, 1).rgb], [5, 5, 5]);
});

crop("centerCrop() to the same size changes nothing", () => {
  assert.equal(centerCrop(noise(5, 3), 5, 3), noise(5, 3));
});

crop("centerCrop() refuses to crop more than there is", () => {
  assert.throws(() => centerCrop(noise(5, 3), 5, 4), /Cannot crop 5x4 px out of 5x3/);
});

crop.run();
