import { suite } from "uvu";
import * as assert from "uvu/assert";
import { countMultiplyAdds } from "./count-multiply-adds.ts";
import { countParameters, nodeParameters } from "./count-parameters.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { inceptionV1 } from "./inception-v1.ts";

const inception = suite("inceptionV1()");

/** Endpoint → shape, and the parameters from the endpoint before (exclusive) to it. */
const endpoints: readonly (readonly [
  name: string,
  shape: readonly number[],
  parameters: number,
])[] = [
  ["input", [56, 56, 3], 0],
  ["conv1/7x7", [56, 56, 64], 9_472],
  ["pool1", [28, 28, 64], 0],
  ["conv2/1x1", [28, 28, 64], 4_160],
  ["conv2/3x3", [28, 28, 192], 110_784],
  ["pool2", [14, 14, 192], 0],
  ["inception_3a/concat", [14, 14, 256], 163_696],
  ["inception_3b/concat", [14, 14, 480], 388_736],
  ["pool3", [7, 7, 480], 0],
  ["inception_4a/concat", [7, 7, 512], 376_176],
  ["aux1/conv", [1, 1, 128], 65_664],
  ["aux1/fc", [1024], 132_096],
  ["aux1", [200], 205_000],
  ["inception_4b/concat", [7, 7, 512], 449_160],
  ["inception_4c/concat", [7, 7, 512], 510_104],
  ["inception_4d/concat", [7, 7, 528], 605_376],
  ["aux2/conv", [1, 1, 128], 67_712],
  ["aux2/fc", [1024], 132_096],
  ["aux2", [200], 205_000],
  ["inception_4e/concat", [7, 7, 832], 868_352],
  ["pool4", [4, 4, 832], 0],
  ["inception_5a/concat", [4, 4, 832], 1_043_456],
  ["inception_5b/concat", [4, 4, 1024], 1_444_080],
  ["global_pool", [1024], 0],
  ["main_out", [200], 205_000],
];

function find(graph: Graph, name: string): GraphNode {
  const node = graph.nodes.find((candidate) => candidate.name === name);
  if (node === undefined) throw new Error(`The graph has no "${name}"`);
  return node;
}

inception("has the shapes and parameters of the golden table", () => {
  const { nodes } = inceptionV1();
  let parameters = 0;
  let next = 0;
  for (const node of nodes) {
    parameters += nodeParameters(node);
    const endpoint = endpoints[next];
    if (node.name !== endpoint?.[0]) continue;
    assert.equal([node.name, node.shape, parameters], endpoint);
    parameters = 0;
    next += 1;
  }
  assert.is(next, endpoints.length);
});

inception("has 6,986,120 parameters and 405,741,312 multiply-adds with all heads", () => {
  const graph = inceptionV1();
  assert.equal(graph.outputs, ["main_out", "aux1", "aux2"]);
  assert.equal(countParameters(graph), { trainable: 6_986_120, fixed: 0, total: 6_986_120 });
  assert.is(countMultiplyAdds(graph), 405_741_312);
});

inception("has 6,178,552 parameters and 404,936,448 multiply-adds with its main head", () => {
  const graph = inceptionV1({ heads: "main" });
  assert.equal(graph.outputs, ["main_out"]);
  assert.is(countParameters(graph).total, 6_178_552);
  assert.is(countMultiplyAdds(graph), 404_936_448);
});

inception("concatenates 1×1, 3×3, 5×5, pool", () => {
  const block = find(inceptionV1(), "inception_4e/concat");
  assert.equal(block.inputs, [
    "inception_4e/1x1",
    "inception_4e/3x3",
    "inception_4e/5x5",
    "inception_4e/pool_proj",
  ]);
});

inception("reads the auxiliary heads from 4a and 4d", () => {
  const graph = inceptionV1();
  assert.equal(find(graph, "aux1/pool").inputs, ["inception_4a/concat"]);
  assert.equal(find(graph, "aux2/pool").inputs, ["inception_4d/concat"]);
});

inception("drops 40 % before the main softmax and 70 % before the others", () => {
  const rates = inceptionV1().nodes.flatMap((node) =>
    node.op === "dropout" ? [[node.name, node.rate]] : [],
  );
  assert.equal(rates, [
    ["aux1/dropout", 0.7],
    ["aux2/dropout", 0.7],
    ["dropout", 0.4],
  ]);
});

inception("changes only the softmaxes with the number of classes", () => {
  const graph = inceptionV1({ classes: 10 });
  for (const output of graph.outputs) assert.equal(find(graph, output).shape, [10]);
  assert.is(countParameters(graph).total, 6_986_120 - 3 * 190 * 1025);
});

const halfSize: readonly (readonly [name: string, shape: readonly number[]])[] = [
  ["conv1/7x7", [28, 28, 64]],
  ["pool2", [7, 7, 192]],
  ["pool3", [4, 4, 480]],
  ["inception_5b/concat", [2, 2, 1024]],
];

inception("takes half the size with its main head", () => {
  const graph = inceptionV1({ inputSize: 28, heads: "main" });
  for (const [name, shape] of halfSize) assert.equal(find(graph, name).shape, shape);
  assert.is(countParameters(graph).total, 6_178_552);
});

inception(
  "has the paper's maps behind its stem at twice its size, and its 4×4 auxiliary pool",
  () => {
    const graph = inceptionV1({ inputSize: 112 }); // the paper's stem halves 224 once more
    assert.equal(find(graph, "inception_3b/concat").shape, [28, 28, 480]); // Table 1
    assert.equal(find(graph, "inception_4e/concat").shape, [14, 14, 832]);
    assert.equal(find(graph, "inception_5b/concat").shape, [7, 7, 1024]);
    assert.equal(find(graph, "aux1/pool").shape, [4, 4, 512]); // §5
    assert.equal(find(graph, "aux2/pool").shape, [4, 4, 528]);
  },
);

inception("normalizes every convolution and no dense layer", () => {
  const graph = inceptionV1({ normalization: "batch" });
  for (const node of graph.nodes) {
    const kinds = node.weights.map(({ kind }) => kind);
    if (node.op === "conv") assert.equal(kinds, ["kernel", "gamma", "beta", "mean", "variance"]);
    if (node.op === "dense") assert.equal(kinds, ["kernel", "bias"]);
  }
  const channels = 7_536; // of all 59 convolutions: each has three arrays more than its bias
  assert.equal(countParameters(graph), {
    trainable: 6_986_120 + channels,
    fixed: 2 * channels,
    total: 6_986_120 + 3 * channels,
  });
});

inception("scales filters and hidden units, not classes, and keeps at least one", () => {
  const graph = inceptionV1({ widthMultiplier: 0.01, classes: 7 });
  assert.equal(find(graph, "conv1/7x7").shape, [56, 56, 1]);
  assert.equal(find(graph, "inception_5b/concat").shape, [4, 4, 10]); // 4 + 4 + 1 + 1
  assert.equal(find(graph, "aux1/fc").shape, [10]);
  assert.equal(find(graph, "main_out").shape, [7]);
});

inception("names the smallest input size that it takes", () => {
  assert.throws(() => inceptionV1({ inputSize: 32 }), /inputSize is 32, wanted .* ≥ 33/);
  assert.throws(() => inceptionV1({ inputSize: 8, heads: "main" }), /wanted .* ≥ 9/);
  assert.equal(find(inceptionV1({ inputSize: 33 }), "aux1/pool").shape, [1, 1, 512]);
  assert.equal(find(inceptionV1({ inputSize: 9, heads: "main" }), "pool4").shape, [1, 1, 832]);
});

inception("refuses impossible options with a RangeError", () => {
  const impossible = [
    { classes: 0 },
    { classes: 1.5 },
    { inputSize: Number.NaN },
    { widthMultiplier: 0 },
    { widthMultiplier: Infinity },
    { dropout: { main: 1, aux: 0 } },
  ];
  for (const options of impossible) {
    assert.throws(
      () => inceptionV1(options),
      (error: unknown) => error instanceof RangeError,
    );
  }
});

inception.run();
