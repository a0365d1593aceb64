import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bottleneckSavings } from "./bottleneck-savings.ts";
import { inceptionV1 } from "./inception-v1.ts";

const savings = suite("bottleneckSavings()");

savings("compares 3a with its naive block, worked out by hand", () => {
  const [block] = bottleneckSavings(inceptionV1());
  assert.equal(block, {
    name: "inception_3a",
    bottlenecks: [
      {
        name: "inception_3a/3x3_reduce",
        channels: [192, 96, 128],
        naive: { parameters: 9 * 192 * 128 + 128, multiplyAdds: 196 * 9 * 192 * 128 },
        actual: {
          parameters: 192 * 96 + 96 + 9 * 96 * 128 + 128,
          multiplyAdds: 196 * (192 * 96 + 9 * 96 * 128),
        },
      },
      {
        name: "inception_3a/5x5_reduce",
        channels: [192, 16, 32],
        naive: { parameters: 25 * 192 * 32 + 32, multiplyAdds: 196 * 25 * 192 * 32 },
        actual: {
          parameters: 192 * 16 + 16 + 25 * 16 * 32 + 32,
          multiplyAdds: 196 * (192 * 16 + 25 * 16 * 32),
        },
      },
      {
        name: "inception_3a/pool_proj",
        channels: [192, 32],
        naive: { parameters: 0, multiplyAdds: 0 },
        actual: { parameters: 192 * 32 + 32, multiplyAdds: 196 * 192 * 32 },
      },
    ],
    outChannels: { naive: 64 + 128 + 32 + 192, actual: 256 },
  });
});

savings("covers all nine blocks in order", () => {
  const names = bottleneckSavings(inceptionV1({ heads: "main" })).map(({ name }) => name.slice(-2));
  assert.equal(names, ["3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"]);
});

savings("stays in whole numbers where the reduced channels do not divide the input's", () => {
  for (const { bottlenecks } of bottleneckSavings(inceptionV1({ widthMultiplier: 0.07 }))) {
    for (const { naive } of bottlenecks) {
      assert.ok(Number.isSafeInteger(naive.parameters) && Number.isSafeInteger(naive.multiplyAdds));
    }
  }
});

savings("refuses a graph without inception blocks", () => {
  assert.throws(() => bottleneckSavings({ nodes: [], outputs: [] }), /inception_3a/);
});

savings.run();
