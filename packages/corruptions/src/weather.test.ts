import { suite } from "uvu";
import * as assert from "uvu/assert";
import { STORED_BYTES } from "@inception-edge/image";
import { seededRandom } from "@inception-edge/testing/demo";
import { SIZE } from "./corruption.ts";
import { frostTexture } from "./frost-texture.ts";
import { plasma } from "./plasma.ts";
import { brightness, fog, frost, snow } from "./weather.ts";

const weather = suite("weather");

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

weather("brightness raises a pixel's lightest channel and keeps its hue", () => {
  const rgb = new Uint8Array(STORED_BYTES);
  rgb.set([100, 50, 0], 0);
  rgb.set([250, 125, 25], 3);
  const brightened = brightness(rgb, 2, seededRandom(1)); // adds 51
  assert.equal([...brightened.subarray(0, 3)], [151, 76, 0]); // 50 · 1.51 = 75.5
  assert.equal([...brightened.subarray(3, 6)], [255, 128, 26]); // 250 + 51 is clipped: 125 · 1.02
  assert.equal([...brightened.subarray(6, 9)], [51, 51, 51]); // black becomes gray
});

weather("plasma() goes from 0 to 1 and is smoother with a higher decay", () => {
  const roughness = [1.5, 3].map((decay) => {
    const field = plasma(seededRandom(3), decay);
    assert.is(Math.min(...field), 0);
    assert.is(Math.max(...field), 1);
    const steps = field.map((value, index) =>
      Math.abs(value - field[index % SIZE === 0 ? index : index - 1]!),
    );
    return mean(steps);
  });
  assert.ok(roughness[1]! < roughness[0]! / 2, `${roughness}`);
});

weather("frost's texture has ice and clear places, in [0, 1]", () => {
  const ice = frostTexture(seededRandom(4));
  assert.ok(ice.every((amount) => amount >= 0 && amount <= 1));
  const share = (is: (amount: number) => boolean): number => ice.filter(is).length / ice.length;
  assert.ok(share((amount) => amount > 0.7) > 0.05);
  assert.ok(share((amount) => amount < 0.4) > 0.2);
});

weather("snow and frost make a dark image lighter; fog flattens a checked one", () => {
  const dark = new Uint8Array(STORED_BYTES).fill(40);
  for (const corrupt of [snow, frost]) {
    assert.ok(mean(corrupt(dark, 3, seededRandom(5))) > 60);
  }
  const checked = new Uint8Array(STORED_BYTES).map((_, index) => (Math.floor(index / 3) % 2) * 255);
  const foggy = fog(checked, 3, seededRandom(6));
  const contrast = foggy.map((value, index) =>
    Math.abs(value - foggy[index < 3 ? index + 3 : index - 3]!),
  );
  assert.ok(mean(contrast) < 140, `${mean(contrast)}`); // 255 · 255 / (255 + 255) and the clouds'
});

weather.run();
