import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  MAX_STORED_SIZE,
  resizeBilinear,
  resizeMethods,
  toInput,
  toStored,
  type RgbImage,
} from "@inception-edge/image";
import {
  DEFAULT_INPUT_CONTRACT,
  inputSizes,
  prepareInput,
  storedSizeFor,
} from "./input-contract.ts";

const input = suite("prepareInput()");

/** Every sample another: a mistake in order or channel shows. */
function testImage(width: number, height: number): RgbImage {
  const rgb = new Uint8Array(width * height * 3).map((_, index) => (index * 31) % 256);
  return { width, height, rgb };
}

function plainImage(sample: number): RgbImage {
  return { width: 64, height: 64, rgb: new Uint8Array(64 * 64 * 3).fill(sample) };
}

input("is the image package's two steps, divided by 255", () => {
  const image = testImage(80, 50);
  for (const resize of resizeMethods) {
    const values = prepareInput({ ...DEFAULT_INPUT_CONTRACT, resize }, image);
    const { rgb } = toInput(toStored(image), resize, 56);
    assert.is(values.length, 56 * 56 * 3);
    assert.equal(
      values,
      Float32Array.from(rgb, (sample) => sample / 255),
      resize,
    );
  }
});

input("reaches both ends of [0, 1]", () => {
  const { range } = DEFAULT_INPUT_CONTRACT;
  assert.ok(
    prepareInput(DEFAULT_INPUT_CONTRACT, plainImage(0)).every((value) => value === range[0]),
  );
  assert.ok(
    prepareInput(DEFAULT_INPUT_CONTRACT, plainImage(255)).every((value) => value === range[1]),
  );
});

input("crops the center of a 64×64 image by center-crop", () => {
  const image = testImage(64, 64);
  const values = prepareInput({ ...DEFAULT_INPUT_CONTRACT, resize: "center-crop" }, image);
  assert.is(values[0], Math.fround((image.rgb[(4 * 64 + 4) * 3] ?? 0) / 255));
});

input("stores and feeds the sizes that the contract names", () => {
  const image = testImage(300, 200);
  const contract = { ...DEFAULT_INPUT_CONTRACT, size: 112, storedSize: 128 };
  const { rgb } = resizeBilinear(resizeBilinear(image, 128, 128), 112, 112);
  assert.equal(
    prepareInput(contract, image),
    Float32Array.from(rgb, (sample) => sample / 255),
  );
  const cropped = prepareInput({ ...contract, resize: "center-crop" }, testImage(128, 128));
  assert.is(cropped[0], Math.fround((testImage(128, 128).rgb[(8 * 128 + 8) * 3] ?? 0) / 255));
});

input("has a stored size for each input size", () => {
  assert.equal(inputSizes.map(storedSizeFor), [64, 72, 112, 128, 144, 184]);
  assert.is(DEFAULT_INPUT_CONTRACT.size, inputSizes[0]);
  assert.ok(inputSizes.map(storedSizeFor).every((size) => size <= MAX_STORED_SIZE));
});

input("rejects a contract that it does not support", () => {
  const foreign = { ...DEFAULT_INPUT_CONTRACT, ...JSON.parse('{"resize":"lanczos"}') };
  assert.throws(
    () => prepareInput(foreign, testImage(64, 64)),
    /resize is "lanczos", wanted bilinear/,
  );
});

input.run();
