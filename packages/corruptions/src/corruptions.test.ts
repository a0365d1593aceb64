import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadDecoder, resizeBilinear, STORED_BYTES } from "@inception-edge/image";
import { drawDemoJpegs, seededRandom } from "@inception-edge/testing/demo";
import { severities, type Severity } from "./corruption.ts";
import { corruptionNames, loadCorruptions } from "./corruptions.ts";

const corrupting = suite("corruptions");

const corruptions = await loadCorruptions();
const decoder = await loadDecoder();
const images = (await drawDemoJpegs(10)).map((jpeg) => decoder.decode(jpeg).rgb);

/** Mean square of the differences, in units of 1/255. */
function damage(rgb: Uint8Array, corrupted: Uint8Array): number {
  return rgb.reduce((sum, value, index) => sum + (value - corrupted[index]!) ** 2, 0) / rgb.length;
}

for (const name of corruptionNames) {
  const { corrupt } = corruptions[name];
  const corrupted = (severity: Severity, seed: number): Uint8Array[] =>
    images.map((rgb, index) => corrupt(rgb, severity, seededRandom(seed, index)));

  corrupting(`${name} damages each image, more so at each severity`, () => {
    const before = images.map((rgb) => rgb.slice());
    const means = severities.map((severity) => {
      const damages = corrupted(severity, 1).map((rgb, index) => damage(images[index]!, rgb));
      assert.ok(
        damages.every((each) => each > 0),
        `severity ${severity}: ${damages}`,
      );
      return damages.reduce((sum, each) => sum + each, 0) / damages.length;
    });
    assert.equal(images, before, "the originals are untouched");
    const growing = means.every((mean, index) => index === 0 || mean > means[index - 1]!);
    assert.ok(growing, means.map((mean) => mean.toFixed(1)).join(", "));
  });

  corrupting(`${name} is the same for the same seed, uint8 [64, 64, 3]`, () => {
    for (const severity of severities) {
      const once = corrupted(severity, 1);
      assert.equal(once, corrupted(severity, 1));
      for (const rgb of once) {
        assert.instance(rgb, Uint8Array);
        assert.is(rgb.length, STORED_BYTES);
      }
    }
  });
}

corrupting("a larger image is spoiled as much as the small one that it was made of", () => {
  const small = images.slice(0, 3);
  const large = small.map((rgb) => resizeBilinear({ width: 64, height: 64, rgb }, 112, 112).rgb);
  for (const name of corruptionNames) {
    const { corrupt } = corruptions[name];
    const total = (sources: readonly Uint8Array[]): number =>
      sources
        .map((rgb, index) => damage(rgb, corrupt(rgb, 4, seededRandom(1, index))))
        .reduce((sum, each) => sum + each, 0);
    const ratio = total(large) / total(small);
    // What these two take away, an enlarged image does not have.
    const least = name === "pixelate" || name === "jpeg" ? 0.1 : 0.6;
    assert.ok(ratio > least && ratio < 1.1, `${name}: ${ratio.toFixed(2)} of the damage`);
  }
});

corrupting("random corruptions give other images for other seeds", () => {
  const [rgb] = images as [Uint8Array];
  const differing = corruptionNames.filter((name) => {
    const { corrupt } = corruptions[name];
    return damage(corrupt(rgb, 3, seededRandom(1)), corrupt(rgb, 3, seededRandom(2))) > 0;
  });
  const fixed = ["defocus blur", "zoom blur", "brightness", "contrast", "pixelate", "jpeg"];
  assert.equal(
    differing,
    corruptionNames.filter((name) => !fixed.includes(name)),
  );
});

corrupting("black, white and gray images pass through every corruption", () => {
  for (const level of [0, 128, 255]) {
    const rgb = new Uint8Array(STORED_BYTES).fill(level);
    for (const name of corruptionNames) {
      const corrupted = corruptions[name].corrupt(rgb, 5, seededRandom(1));
      assert.is(corrupted.length, STORED_BYTES, `${name} of ${level}`);
    }
  }
});

corrupting.run();
