import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1 } from "@inception-edge/model";
import { outputChannels, siblingConvolutions } from "./sibling-convolutions.ts";

const siblings = suite("siblingConvolutions()");

/** The channels of what is computed as one in block 4b. */
function channelsOf4b(normalization: "batch" | "bias"): readonly number[] {
  const model = inceptionV1({ heads: "all", normalization });
  return outputChannels(siblingConvolutions(model).get("inception_4b/5x5_reduce")!);
}

siblings(
  "siblingConvolutions() are a block's three on its input, and the one on its pool is alone",
  () => {
    const found = siblingConvolutions(inceptionV1({ heads: "all", normalization: "batch" }));
    const names = (first: string): readonly string[] => found.get(first)!.map(({ name }) => name);
    assert.equal(names("inception_4b/1x1"), [
      "inception_4b/1x1",
      "inception_4b/3x3_reduce",
      "inception_4b/5x5_reduce",
    ]);
    assert.equal(names("inception_4b/pool_proj"), ["inception_4b/pool_proj"]);
    assert.not(found.has("inception_4b/3x3"));
  },
);

siblings("outputChannels() fill what is normalized up to a multiple of 16", () => {
  assert.equal(channelsOf4b("batch"), [160, 112, 24, 8]);
});

siblings(
  "outputChannels() are only the convolutions' own where nothing is normalized, or one is alone",
  () => {
    assert.equal(channelsOf4b("bias"), [160, 112, 24]);
    const [reduce] = siblingConvolutions(inceptionV1({ heads: "all", normalization: "batch" }))
      .get("inception_4b/5x5_reduce")!
      .slice(-1);
    assert.equal(outputChannels([reduce!]), [24]);
  },
);

siblings.run();
