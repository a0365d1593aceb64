import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { gradients } from "./gradients.ts";
import { GraphBuilder, type Tensor } from "./graph-builder.ts";
import { relu } from "./ops/activation.ts";
import { addN, cast } from "./ops/arithmetic.ts";
import { constant, placeholder } from "./ops/constant.ts";
import { matMul } from "./ops/mat-mul.ts";
import { concat } from "./ops/shape.ts";
import type { Signature } from "./saved-model.ts";

const differentiate = suite("gradients()");

const row = (graph: GraphBuilder, values: readonly number[]): Tensor =>
  constant(graph, values, "float32", [1, values.length]);

differentiate("gradients() sums over every path from a tensor to the seeds", async () => {
  await withGraph(twoPaths, async (run) => {
    const x = { dtype: "float32", shape: [1, 3], values: Float32Array.of(5, -5, 7) } as const;
    assert.equal([...(await run({ x }))["dx"]!.values], [11, 20, 33]);
  });
});

differentiate("gradients() adds the seeds of several outputs", async () => {
  await withGraph(
    (graph) => {
      const x = row(graph, [1, 2]);
      const one = matMul(x, constant(graph, [1, 2, 3, 4], "float32", [2, 2]));
      const two = matMul(x, constant(graph, [5, 6], "float32", [2, 1]));
      const [dx] = gradients(
        [
          [one, row(graph, [1, 0])],
          [two, row(graph, [10])],
        ],
        [x],
      );
      return { inputs: {}, outputs: { dx: dx! } };
    },
    async (run) => {
      assert.equal([...(await run())["dx"]!.values], [1 + 50, 3 + 60]);
    },
  );
});

differentiate("gradients() answer for a target between the seeds and the leaves", () => {
  const graph = new GraphBuilder();
  const x = row(graph, [1, 2]);
  const y = relu(x);
  const seed = row(graph, [1, 1]);
  assert.is(gradients([[relu(y), seed]], [y])[0]!.graph, graph);
  assert.is(gradients([[y, seed]], [y])[0], seed);
});

differentiate("gradients() come back through a cast in the type of its input", () => {
  const graph = new GraphBuilder();
  const x = row(graph, [1, 2]);
  const y = relu(cast(x, "bfloat16"));
  const [dx] = gradients([[y, cast(row(graph, [1, 1]), "bfloat16")]], [x]);
  assert.is(dx!.dtype, "float32");
});

differentiate("gradients() leave nothing on the tape", () => {
  const graph = new GraphBuilder();
  const x = row(graph, [1, 2]);
  const y = relu(relu(x));
  const before = graph.tape.length;
  gradients([[y, cast(y, "float32")]], [x]);
  assert.is(graph.tape.length, before);
});

differentiate("gradients() refuse a target that does not reach the seeds", () => {
  const graph = new GraphBuilder();
  const [x, other] = [row(graph, [1, 2]), placeholder(graph, "other", "float32", [1, 2])];
  assert.throws(() => gradients([[relu(x), x]], [other]), /no gradient reaches "other"/);
});

differentiate("gradients() refuse a target behind an untaped op", () => {
  const graph = new GraphBuilder();
  const x = placeholder(graph, "x", "float32", [1, 2]);
  const y = relu(graph.untaped(() => relu(x)));
  assert.throws(() => gradients([[y, y]], [x]), /no gradient reaches "x"/);
});

differentiate("gradients() refuse to start from nothing", () => {
  assert.throws(() => gradients([], []), /no seeds given/);
});

differentiate("addN() of one tensor is that tensor", () => {
  const x = row(new GraphBuilder(), [1]);
  assert.is(addN([x]), x);
});

/** x passes twice, once through a ReLU, to seeds that differ. */
function twoPaths(graph: GraphBuilder): Signature {
  const x = placeholder(graph, "x", "float32", [1, 3]);
  const joined = concat([relu(x), x]); // [1, 6]
  const [dx] = gradients([[joined, row(graph, [1, 2, 3, 10, 20, 30])]], [x]);
  return { inputs: { x }, outputs: { dx: dx! } };
}

differentiate.run();
