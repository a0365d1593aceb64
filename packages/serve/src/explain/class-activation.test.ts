import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  bundleTensors,
  decodeCamWeights,
  parseManifest,
  prepareInput,
} from "@inception-edge/bundle";
import { loadDecoder } from "@inception-edge/image";
import { openModel } from "@inception-edge/inference";
import { tinyBundle } from "../../test/tiny-bundle.ts";
import { classActivation } from "./class-activation.ts";
import { encodeOverlay } from "./overlay.ts";

const cam = suite("classActivation()");

cam("weighs the channels at each position, and keeps what supports the class", () => {
  const features = Float32Array.of(1, 0, 0, 1, 2, 2, 0, 0); // [2, 2, 2]
  assert.equal(classActivation(features, Float32Array.of(3, -1)), Float32Array.of(0.75, 0, 1, 0));
  assert.equal(classActivation(features, Float32Array.of(-1, -1)), new Float32Array(4));
});

for (const [sizes, side] of [
  [{ size: 40, storedSize: 64 }, 3],
  [{ size: 112, storedSize: 128 }, 7],
] as const) {
  cam(
    `is exact at ${sizes.size} px: evidence, averaged over the positions, is the logit except for a bias`,
    async () => {
      const files = await tinyBundle({ sizes });
      const manifest = parseManifest(
        JSON.parse(new TextDecoder().decode(files.get("manifest.json"))),
      );
      const { featureMap } = bundleTensors(manifest);
      const classes = manifest.classes.length;
      const weights = decodeCamWeights(files.get("cam.bin")!, classes);
      const channels = weights.length / classes;
      const model = await openModel(files.get("model.tflite")!, { expose: [featureMap] });

      /** What the class's evidence leaves of its logit, against class 0. */
      async function biases(sample: (index: number) => number): Promise<number[]> {
        const rgb = new Uint8Array(64 * 64 * 3).map((_, index) => sample(index));
        const input = prepareInput(manifest.input, { width: 64, height: 64, rgb });
        const [scores, features] = await model.run(input);
        assert.is(features!.length, side ** 2 * channels);
        const left = Array.from(scores!, (score, row) => {
          let sum = 0;
          for (const [at, value] of features!.entries()) {
            sum += value * weights[row * channels + (at % channels)]!;
          }
          return Math.log(score) - (sum * channels) / features!.length;
        });
        return left.map((value) => value - left[0]!);
      }

      const [first, second] = [await biases((index) => index % 256), await biases(() => 90)];
      assert.is(first.length, classes);
      for (const [row, value] of first.entries()) assert.ok(Math.abs(value - second[row]!) < 1e-4);
      model.dispose();
    },
  );
}

cam("becomes an image in the same proportions, strongest where the map is", async () => {
  const map = new Float32Array(16);
  map[3] = 1; // the upper right
  const contract = { resize: "bilinear", size: 56, storedSize: 64 } as const;
  const alphaAt = await overlayAlpha(
    encodeOverlay(map, { width: 400, height: 100 }, contract),
    224,
    56,
  );
  assert.ok(alphaAt(215, 4) > 150);
  assert.is(alphaAt(8, 50), 0);
});

cam("leaves the margin free that a center crop does not see", async () => {
  const contract = { resize: "center-crop", size: 56, storedSize: 64 } as const;
  const overlay = encodeOverlay(new Float32Array(16).fill(1), { width: 64, height: 64 }, contract);
  const alphaAt = await overlayAlpha(overlay, 224, 224);
  assert.equal(
    [alphaAt(13, 100) > 0, alphaAt(14, 100) > 150, alphaAt(209, 100) > 150, alphaAt(210, 100) > 0],
    [false, true, true, false],
  );
});

/** Alpha by position, 0..255: read back as what shows through over black and over white. */
async function overlayAlpha(
  png: Uint8Array,
  width: number,
  height: number,
): Promise<(x: number, y: number) => number> {
  const over = async (sample: number): Promise<Uint8Array> => {
    const decoder = await loadDecoder({ background: [sample, sample, sample] });
    const image = decoder.decode(png);
    assert.equal([image.width, image.height], [width, height]);
    return image.rgb;
  };
  const [black, white] = [await over(0), await over(255)];
  return (x, y) => {
    const at = (y * width + x) * 3;
    return 255 - (white[at]! - black[at]!);
  };
}

cam.run();
