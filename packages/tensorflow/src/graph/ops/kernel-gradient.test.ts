import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/testing/demo";
import { difference } from "@inception-edge/testing/difference";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { GraphBuilder, type Tensor } from "../graph-builder.ts";
import { constant, placeholder } from "./constant.ts";
import { kernelGradient } from "./kernel-gradient.ts";

const gradient = suite("kernelGradient()");

const uniform = seededRandom(1);
const random = (shape: readonly number[]) => ({
  dtype: "float32" as const,
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => uniform() - 0.5),
});

const EVERYWHERE = { 1: Infinity, 3: Infinity, 5: Infinity, 7: Infinity };

for (const [size, height, width] of [
  [1, 4, 4],
  [3, 7, 7],
  [3, 4, 5],
  [3, 1, 2], // smaller than the kernel
  [5, 3, 3],
  [7, 9, 8],
] as const) {
  gradient(
    `kernelGradient() by products equals the library's, ${size} px on ${height} × ${width}`,
    () => {
      const shapes = { x: [2, height, width, 3], dy: [2, height, width, 4] } as const;
      return withGraph(
        (graph) => {
          const x = placeholder(graph, "x", "float32", shapes.x);
          const dy = placeholder(graph, "dy", "float32", shapes.dy);
          const kernel = constant(graph, Array(size * size * 12).fill(0), "float32", [
            size,
            size,
            3,
            4,
          ]);
          const gradientWith = (productsUpTo: Record<number, number>): Tensor =>
            kernelGradient(x, kernel, dy, { stride: 1, productsUpTo });
          return {
            inputs: { x, dy },
            outputs: { ours: gradientWith(EVERYWHERE), theirs: gradientWith({}) },
          };
        },
        async (run) => {
          const { ours, theirs } = await run({ x: random(shapes.x), dy: random(shapes.dy) });
          assert.equal(ours!.shape, [size, size, 3, 4]);
          assert.ok(difference(ours!.values, theirs!.values) < 1e-5);
        },
      );
    },
  );
}

gradient("kernelGradient() takes products up to a side of the map, at stride 1", () => {
  assert.ok(opsOf(7, 1).includes("MatMul"));
  assert.ok(opsOf(8, 1).includes("Conv2DBackpropFilter"));
  assert.ok(opsOf(7, 2).includes("Conv2DBackpropFilter"));
});

function opsOf(side: number, stride: number): readonly string[] {
  const graph = new GraphBuilder();
  const x = placeholder(graph, "x", "float32", [2, side, side, 3]);
  const out = Math.ceil(side / stride);
  const dy = placeholder(graph, "dy", "float32", [2, out, out, 4]);
  const kernel = placeholder(graph, "kernel", "float32", [3, 3, 3, 4]);
  kernelGradient(x, kernel, dy, { stride, productsUpTo: { 1: Infinity, 3: 7 } });
  return graph.nodes.map(({ op }) => op);
}

gradient.run();
