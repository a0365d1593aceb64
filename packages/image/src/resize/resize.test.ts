import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fromBase64 } from "@inception-edge/testing/images/base64";
import { noise } from "@inception-edge/testing/images/noise";
import golden from "../../fixtures/resize.json" with { type: "json" };
import type { Box } from "../rgb-image.ts";
import { sha256 } from "../sha256.ts";
import { resizeBilinear } from "./bilinear.ts";
import { resizeNearest } from "./nearest.ts";

const resize = suite("resize");

const methods = { bilinear: resizeBilinear, nearest: resizeNearest };

for (const { method, from, box, to, ...expected } of golden.cases) {
  const [fromWidth = 0, fromHeight = 0] = from;
  const [width = 0, height = 0] = to;
  const part = box ? `, of it ${box.join(" ")},` : "";
  resize(
    `${method} ${from.join("x")}${part} → ${to.join("x")} equals Pillow bit for bit`,
    async () => {
      const image = { ...noise(fromWidth, fromHeight), ...(box && { box: toBox(box) }) };
      const actual = methods[method as keyof typeof methods](image, width, height);
      assert.is(actual.width, width);
      assert.is(actual.height, height);
      if (expected.rgb !== undefined) assert.equal(actual.rgb, fromBase64(expected.rgb));
      else assert.is(await sha256(actual.rgb), expected.sha256);
    },
  );
}

for (const [method, resizeBy] of Object.entries(methods)) {
  resize(`${method} does not write to its input`, () => {
    const image = noise(12, 10);
    resizeBy(image, 5, 7);
    assert.equal(image, noise(12, 10));
  });

  resize(`${method} to the same size changes no pixel`, () => {
    assert.equal(resizeBy(noise(9, 6), 9, 6), noise(9, 6));
  });

  resize(`${method} keeps one colour`, () => {
    const white = { width: 31, height: 17, rgb: new Uint8Array(31 * 17 * 3).fill(255) };
    assert.ok(resizeBy(white, 7, 40).rgb.every((value) => value === 255));
  });

  for (const size of [0, -1, 1.5, Number.NaN]) {
    resize(`${method} refuses a width of ${size}`, () => {
      assert.throws(() => resizeBy(noise(2, 2), size, 2), /^RangeError|Cannot resize to/);
    });
  }
}

function toBox([left = 0, top = 0, width = 0, height = 0]: readonly number[]): Box {
  return { left, top, width, height };
}

resize.run();
