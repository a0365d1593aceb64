import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1, weightValues } from "@inception-edge/model";
import {
  narrowGraph,
  narrowTflite,
  narrowWeights,
} from "@inception-edge/testing/networks/narrow-tflite";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { lowerGraph } from "./lower-graph.ts";
import { float32Format } from "./number-format.ts";

const lower = suite("lowerGraph()");
const options = { format: float32Format, description: "test" };

lower("gives every node's tensor the node's name and shape", () => {
  const { tensors } = narrowTflite();
  for (const { name, shape, op } of narrowGraph.nodes) {
    if (op === "dropout") continue;
    const tensor = tensors.find((candidate) => candidate.name === name);
    assert.equal(tensor?.shape, [1, ...shape], name);
  }
});

lower("puts the output channel first and changes no weight", () => {
  const { tensors } = narrowTflite();
  const spec = narrowGraph.nodes.find(({ name }) => name === "conv1/7x7")!.weights[0]!;
  const [height, width, ins, outs] = spec.shape as [number, number, number, number];
  const values = weightValues(narrowWeights, spec);
  const kernel = tensors.find(({ name }) => name === spec.name)!;
  assert.equal(kernel.shape, [outs, height, width, ins]);
  for (const [y, x, i, o] of [
    [0, 0, 0, 0],
    [6, 2, 1, 2],
    [3, 5, 2, 1],
  ] as const) {
    const given = values[((y * width + x) * ins + i) * outs + o];
    assert.is(kernel.data![((o * height + y) * width + x) * ins + i], given);
  }
});

lower("uses six kinds of operator for the exported network", () => {
  const graph = inceptionV1({ heads: "main" });
  const { operators, outputs, tensors } = lowerGraph(graph, randomWeights(graph), options);
  const counts = Object.groupBy(operators, ({ kind }) => kind);
  const found = Object.entries(counts).map(([kind, list]) => [kind, list!.length]);
  assert.equal(Object.fromEntries(found), {
    conv2d: 57,
    maxPool2d: 13,
    concatenation: 9,
    mean: 1,
    fullyConnected: 1,
    softmax: 1,
  });
  assert.equal(
    outputs.map((index) => tensors[index]!.name),
    ["main_out"],
  );
});

lower("lowers the auxiliary heads too", () => {
  const graph = inceptionV1({ widthMultiplier: 0.05, classes: 3, inputSize: 40 });
  const { outputs, tensors } = lowerGraph(graph, randomWeights(graph), options);
  assert.equal(
    outputs.map((index) => tensors[index]!.name),
    ["main_out", "aux1", "aux2"],
  );
});

lower("refuses batch normalization, which must be folded first", () => {
  const graph = inceptionV1({ widthMultiplier: 0.05, normalization: "batch", heads: "main" });
  assert.throws(
    () => lowerGraph(graph, randomWeights(graph), options),
    /^Cannot lower "conv1\/7x7": it is batch-normalized; fold the normalization first, with foldBatchNorm$/,
  );
});

lower.run();
