import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/testing/demo";
import { difference } from "@inception-edge/testing/difference";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { placeholder } from "./constant.ts";
import { convolution } from "./convolution.ts";
import { canGroupColumns, groupedColumns } from "./grouped-columns.ts";

const grouped = suite("groupedColumns()");

const uniform = seededRandom(1);
const random = (shape: readonly number[]) => ({
  dtype: "float32" as const,
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => uniform() - 0.5),
});

for (const [rows, columns, channels, width] of [
  [7, 7, 3, 16],
  [3, 9, 1, 8],
  [1, 1, 7, 24],
] as const) {
  grouped(
    `groupedColumns() equals convolution() for ${rows} × ${columns} × ${channels} on ${width} columns`,
    () => {
      const [xShape, kernelShape] = [
        [2, 11, width, channels],
        [rows, columns, channels, 4],
      ];
      return withGraph(
        (graph) => {
          const x = placeholder(graph, "x", "float32", xShape);
          const kernel = placeholder(graph, "kernel", "float32", kernelShape);
          assert.ok(canGroupColumns(x, kernel));
          const plain = convolution(x, kernel, { stride: 1, padding: "same" });
          const outputs = { ours: groupedColumns(x, kernel), plain };
          assert.equal(outputs.ours.shape, plain.shape);
          return { inputs: { x, kernel }, outputs };
        },
        async (run) => {
          const { ours, plain } = await run({ x: random(xShape), kernel: random(kernelShape) });
          assert.ok(difference(ours!.values, plain!.values) < 1e-5);
        },
      );
    },
  );
}

grouped.run();
