import { suite } from "uvu";
import * as assert from "uvu/assert";
import { placeholder } from "@inception-edge/tensorflow/ops";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { clipTogether } from "./clip-gradients.ts";

const test = suite("clipTogether()");

/** Gradients with the norm 13 together. */
const [A, B] = [Float32Array.of(3, 4, 0), Float32Array.of(12)];

async function clipped(most: number): Promise<number[]> {
  let values: number[] = [];
  await withGraph(
    (graph) => {
      const a = placeholder(graph, "a", "float32", [3, 1]);
      const b = placeholder(graph, "b", "float32", [1]);
      const [x, y] = clipTogether([a, b], most);
      return { inputs: { a, b }, outputs: { x: x!, y: y! } };
    },
    async (run) => {
      const { x, y } = await run({
        a: { dtype: "float32", shape: [3, 1], values: A },
        b: { dtype: "float32", shape: [1], values: B },
      });
      values = [...x!.values, ...y!.values];
    },
  );
  return values;
}

test("shortens gradients to the norm together, in their direction", async () => {
  for (const [index, value] of (await clipped(2)).entries()) {
    assert.ok(Math.abs(value - ([...A, ...B][index]! * 2) / 13) < 1e-6);
  }
});

test("leaves shorter ones as they are", async () => {
  assert.equal(await clipped(14), [...A, ...B]);
});

test.run();
