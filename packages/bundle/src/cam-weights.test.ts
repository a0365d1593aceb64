import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BundleError } from "./bundle-error.ts";
import { decodeCamWeights, encodeCamWeights } from "./cam-weights.ts";

const cam = suite("camWeights");

cam("has a row of channels for each class", () => {
  const kernel = Float32Array.of(1, 2, 3, 4, 5, 6); // [2 channels, 3 classes]
  const { role, bytes } = encodeCamWeights(kernel, 3);
  assert.is(role, "cam-weights");
  assert.equal(decodeCamWeights(bytes, 3), Float32Array.of(1, 4, 2, 5, 3, 6));
  const within = Buffer.concat([new Uint8Array(3), bytes]).subarray(3);
  assert.equal(decodeCamWeights(within, 3), Float32Array.of(1, 4, 2, 5, 3, 6), "within a buffer");
});

cam("is rejected if its bytes are not whole rows", () => {
  for (const length of [0, 4, 13]) {
    assert.throws(
      () => decodeCamWeights(new Uint8Array(length), 3),
      (error: unknown) => error instanceof BundleError,
    );
  }
});

cam.run();
