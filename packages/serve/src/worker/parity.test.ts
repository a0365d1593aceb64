import { setImmediate as nextTurn } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_INPUT_CONTRACT } from "@inception-edge/bundle/input";
import { loadDecoder, resizeMethods, toInput, toStored } from "@inception-edge/image";
import { jpegFixtures } from "@inception-edge/testing/images/jpeg-file";
import { gifImage, pngImage, turnedJpeg } from "../../test/images.ts";
import { createClassifier } from "./classifier.ts";

const parity = suite("parity with training");

parity(
  "a thread prepares the tensor that the trainer makes of its packed store, bit for bit",
  async () => {
    const decoder = await loadDecoder({ background: DEFAULT_INPUT_CONTRACT.background });
    const files = [
      ...jpegFixtures.map(({ file }) => file),
      pngImage.bytes,
      gifImage.bytes,
      turnedJpeg(6),
    ];
    for (const resize of resizeMethods) {
      const input = { ...DEFAULT_INPUT_CONTRACT, resize };
      const seen: Float32Array[] = [];
      const classifier = createClassifier(
        { input, classes: 2 },
        {
          decoder,
          engine: {
            engine: { name: "none", variant: "none", why: "a test" },
            input: { shape: [1, 56, 56, 3] },
            outputs: [],
            async runStored(tensor) {
              await nextTurn(); // An engine may be busy still.
              seen.push(tensor.slice());
              return [Float32Array.of(0, 1), Float32Array.of(0, 0)].map((values) => ({
                values,
                scale: 1,
                zeroPoint: 0,
              }));
            },
            dispose: async () => {},
          },
        },
      );
      // Not awaited one by one: they wait for each other, and share memory.
      const answers = files.map((file) =>
        classifier.classify({ bytes: Uint8Array.from(file).buffer }, () => {}),
      );
      await Promise.all(answers);
      for (const [index, file] of files.entries()) {
        // What packages/dataset stores: uint8 of 64×64. What the training graph makes of it: resized, then divided.
        const stored = toStored(decoder.decode(file)).rgb;
        const { rgb } = toInput({ width: 64, height: 64, rgb: stored }, resize, 56);
        assert.equal(
          seen[index],
          Float32Array.from(rgb, (sample) => Math.fround(sample / 255)),
        );
      }
    }
  },
);

parity.run();
