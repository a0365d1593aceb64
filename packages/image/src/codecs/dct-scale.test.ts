import { suite } from "uvu";
import * as assert from "uvu/assert";
import { blockJpeg } from "@inception-edge/testing/images/block-jpeg";
import { loadDecoder } from "../decoder.ts";
import { toStored } from "../to-stored.ts";
import { dctScaledSize } from "./dct-scale.ts";

const scaling = suite("dctScaledSize()");
const decoder = await loadDecoder();

scaling("dctScaledSize() leaves images alone whose shorter side is below 512", () => {
  for (const [width, height] of [
    [64, 64],
    [511, 511],
    [511, 12000],
    [1, 1],
  ] as const) {
    assert.equal(dctScaledSize({ width, height }), { width, height });
  }
});

scaling("dctScaledSize() keeps at least 256 of the shorter side and never more than 8 to 1", () => {
  assert.equal(dctScaledSize({ width: 512, height: 512 }), { width: 256, height: 256 });
  assert.equal(dctScaledSize({ width: 4000, height: 3000 }), { width: 500, height: 375 });
  assert.equal(dctScaledSize({ width: 12000, height: 4000 }), { width: 1500, height: 500 });
});

scaling("dctScaledSize() tells what the image fills where a part of a pixel is left", () => {
  assert.equal(dctScaledSize({ width: 1023, height: 1002 }), {
    width: 512,
    height: 501,
    box: { left: 0, top: 0, width: 511.5, height: 501 },
  });
  assert.equal(dctScaledSize({ width: 4095, height: 3001 }), {
    width: 512,
    height: 376,
    box: { left: 0, top: 0, width: 511.875, height: 375.125 },
  });
});

const shade = (column: number, row: number): number => (column * 37 + row * 59) % 256;

for (const [width, height] of [
  [511, 600],
  [512, 512],
  [513, 1025],
  [1001, 600],
  [2055, 2049],
  [3000, 514],
] as const) {
  const size = dctScaledSize({ width, height });
  const file = blockJpeg({ width, height, value: shade });

  scaling(
    `decode() of a ${width}x${height} JPEG gives ${size.width}x${size.height} and its blocks' means`,
    () => {
      const image = decoder.decode(file);
      const block = Math.round((8 * size.width) / width);
      assert.equal([image.width, image.height], [size.width, size.height]);
      assert.equal([image.header.width, image.header.height], [width, height]);
      for (let at = 0; at < image.rgb.length; at += 1) {
        const [x, y] = [Math.floor(at / 3) % image.width, Math.floor(at / 3 / image.width)];
        const expected = shade(Math.floor(x / block), Math.floor(y / block));
        if (image.rgb[at] !== expected) assert.is(image.rgb[at], expected, `at ${x}, ${y}`);
      }
    },
  );

  // Blocks are the worst case: between two, the whole image has an edge where a scaled one has a ramp.
  scaling(`toStored() of it differs from that of the whole image by less than 0.5`, () => {
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
      const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
      return shade(x >> 3, y >> 3);
    });
    const whole = toStored({ width, height, rgb }).rgb;
    const scaled = toStored(decoder.decode(file)).rgb;
    const sum = scaled.reduce((total, value, at) => total + Math.abs(value - whole[at]!), 0);
    assert.ok(sum / scaled.length < 0.5, `${sum / scaled.length}`);
  });
}

scaling.run();
