import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Operation, PlacedOperation, Shape } from "./graph.ts";
import { inferGraph, inferShape } from "./shape-inference.ts";

const inference = suite("inferShape()");

const pool = { op: "maxPool", size: 3, stride: 2 } as const;
const average = { op: "averagePool", size: 5, stride: 3, padding: "valid" } as const;
const conv = {
  op: "conv",
  kernelSize: 3,
  filters: 4,
  activation: "relu",
  normalization: "bias",
} as const;

const cases: readonly (readonly [Operation, readonly Shape[], Shape])[] = [
  [{ op: "input", shape: [56, 56, 3] }, [], [56, 56, 3]],
  [{ ...conv, stride: 1 }, [[7, 5, 3]], [7, 5, 4]],
  [{ ...conv, stride: 2 }, [[7, 4, 3]], [4, 2, 4]],
  [{ ...pool, padding: "same" }, [[7, 4, 3]], [4, 2, 3]],
  [{ ...pool, padding: "valid" }, [[7, 4, 3]], [3, 1, 3]],
  [average, [[7, 14, 512]], [1, 4, 512]],
  [
    { op: "concat" },
    [
      [7, 7, 2],
      [7, 7, 3],
      [7, 7, 5],
    ],
    [7, 7, 10],
  ],
  [{ op: "globalAveragePool" }, [[4, 4, 1024]], [1024]],
  [{ op: "flatten" }, [[4, 3, 2]], [24]],
  [{ op: "dropout", rate: 0.4 }, [[1024]], [1024]],
  [{ op: "dense", units: 200, activation: "softmax" }, [[1024]], [200]],
];

inference("follows the arithmetic of each operation", () => {
  for (const [operation, inputs, shape] of cases) {
    assert.equal(inferShape(operation, inputs), shape, operation.op);
  }
});

inference("refuses inputs of the wrong rank, number or size", () => {
  const dense = { op: "dense", units: 2, activation: "relu" } as const;
  assert.throws(
    () => inferShape(dense, [[4, 4, 2]]),
    /dense: input is \[4, 4, 2\], wanted \[units\]/,
  );
  assert.throws(
    () => inferShape({ ...conv, stride: 1 }, [[4]]),
    /wanted \[height, width, channels\]/,
  );
  assert.throws(() => inferShape({ op: "flatten" }, [[4], [4]]), /flatten: 2 inputs, wanted 1/);
  assert.throws(() => inferShape({ op: "concat" }, []), /concat/);
  assert.throws(
    () =>
      inferShape({ op: "concat" }, [
        [7, 7, 1],
        [4, 4, 1],
      ]),
    /\[7, 7, 1\] and \[4, 4, 1\]/,
  );
});

const input: PlacedOperation = { op: "input", name: "in", inputs: [], shape: [4, 4, 3] };

inference("is applied by inferGraph(), which adds the weights in order", () => {
  const [, node] = inferGraph([input, { ...conv, name: "c", inputs: ["in"], stride: 1 }]);
  assert.equal(node?.weights, [
    { name: "c/kernel", shape: [3, 3, 3, 4], kind: "kernel", trainable: true },
    { name: "c/bias", shape: [4], kind: "bias", trainable: true },
  ]);
});

inference("lets inferGraph() refuse a pool that is larger than its map, and wrong names", () => {
  assert.throws(
    () => inferGraph([input, { ...average, name: "p", inputs: ["in"] }]),
    /"p": from \[4, 4, 3\]/,
  );
  assert.throws(() => inferGraph([input, { op: "flatten", name: "f", inputs: ["no"] }]), /"no"/);
  assert.throws(() => inferGraph([input, input]), /already taken/);
});

inference.run();
