import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noise } from "@inception-edge/testing/images/noise";
import { resizeBilinear } from "./resize/bilinear.ts";
import { centerCrop } from "./resize/center-crop.ts";
import { resizeNearest } from "./resize/nearest.ts";
import { resizeMethods, toInput } from "./to-input.ts";
import { STORED_SIZE, storedBytes, toStored } from "./to-stored.ts";

const contract = suite("input contract");

contract("toStored() returns the same object when the image is 64x64 already", () => {
  const image = noise(STORED_SIZE, STORED_SIZE);
  assert.is(toStored(image), image);
});

contract("toStored() squeezes any other image to 64x64, antialiased", () => {
  for (const [width, height] of [
    [64, 63],
    [1, 1],
    [200, 90],
  ] as const) {
    assert.equal(toStored(noise(width, height)), resizeBilinear(noise(width, height), 64, 64));
  }
});

contract("toStored() squeezes to the size that is asked for", () => {
  const stored = toStored(noise(200, 90), 112);
  assert.equal(stored, resizeBilinear(noise(200, 90), 112, 112));
  assert.is(stored.rgb.length, storedBytes(112));
  assert.is(toStored(stored, 112), stored);
});

contract("toStored() turns detail finer than its pixels into their mean", () => {
  const stripes = {
    width: 640,
    height: 64,
    rgb: Uint8Array.from({ length: 640 * 64 * 3 }, (_, at) => (Math.floor(at / 3) % 2) * 255),
  };
  const { rgb } = toStored(stripes);
  assert.ok(rgb.every((value) => Math.abs(value - 127.5) < 4));
});

contract("toInput() carries out the method that is named", () => {
  const stored = noise(64, 64);
  assert.equal(toInput(stored, "bilinear", 56), resizeBilinear(stored, 56, 56));
  assert.equal(toInput(stored, "nearest", 56), resizeNearest(stored, 56, 56));
  assert.equal(toInput(stored, "center-crop", 56), centerCrop(stored, 56, 56));
});

contract("toInput() gives three different images, all 56x56", () => {
  const inputs = resizeMethods.map((method) => toInput(noise(64, 64), method, 56));
  assert.ok(
    inputs.every(({ width, height, rgb }) => width === 56 && height === 56 && rgb.length === 9408),
  );
  assert.is(new Set(inputs.map(({ rgb }) => rgb.join())).size, 3);
});

contract.run();
