import { suite } from "uvu";
import * as assert from "uvu/assert";

import { blockJpeg } from "../../test/block-jpeg.ts";
import { loadDecoder } from "../decoder.ts";
import { dctScaledSize } from "./dct-scale.ts";

const scaling = suite("dctScaledSize()");
const decoder = await loadDecoder();

scaling("dctScaledSize() leaves images alone whose shorter side is below 448", () => {
  for (const [width, height] of [
    [64, 64],
    [447, 447],
    [447, 12000],
    [1, 1],
  ] as const) {
    assert.equal(dctScaledSize({ width, height }), { width, height });
  }
});

scaling("dctScaledSize() keeps at least 224 of the shorter side and never more than 8 to 1", () => {
  assert.equal(dctScaledSize({ width: 448, height: 448 }), { width: 224, height: 224 });
  assert.equal(dctScaledSize({ width: 895, height: 1001 }), { width: 448, height: 501 });
  assert.equal(dctScaledSize({ width: 4000, height: 3000 }), { width: 500, height: 375 });
  assert.equal(dctScaledSize({ width: 12000, height: 4000 }), { width: 1500, height: 500 });
});

const shade = (column: number, row: number): number => (column * 37 + row * 59) % 256;

for (const [width, height] of [
  [447, 600],
  [448, 448],
  [449, 897],
  [1001, 600],
  [1799, 1793],
  [3000, 450],
] as const) {
  const size = dctScaledSize({ width, height });

  scaling(
    `decode() of a ${width}x${height} JPEG gives ${size.width}x${size.height} and its blocks' means`,
    () => {
      const image = decoder.decode(blockJpeg({ width, height, value: shade }));
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
}

scaling.run();
