import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1 } from "@inception-edge/model";
import { lateActivations } from "./late-activations.ts";

const late = suite("lateActivations()");

late("lateActivations() finds the pools between the stages, and not those within a block", () => {
  const { convolutions, pools } = lateActivations(
    inceptionV1({ heads: "all", normalization: "batch" }),
  );
  const blocks = ["inception_3b", "inception_4e"].flatMap((block) =>
    ["1x1", "3x3", "5x5", "pool_proj"].map((branch) => `${block}/${branch}`),
  );
  assert.equal([...convolutions], ["conv1/7x7", "conv2/3x3", ...blocks]);
  assert.equal([...pools], ["pool1", "pool2", "pool3", "pool4"]);
});

late("lateActivations() leaves alone what something else uses too", () => {
  const model = inceptionV1({ heads: "all", normalization: "batch" });
  const nodes = model.nodes.map((node) =>
    node.op === "maxPool" && node.name === "pool3"
      ? { ...node, inputs: ["inception_3a/concat"] }
      : node,
  );
  const { convolutions } = lateActivations({ ...model, nodes });
  assert.not([...convolutions].some((name) => name.startsWith("inception_3")));
});

late("lateActivations() finds nothing in a network of biases", () => {
  const { convolutions, pools } = lateActivations(inceptionV1({ heads: "all" }));
  assert.equal([convolutions.size, pools.size], [0, 0]);
});

late.run();
