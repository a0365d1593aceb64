import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/testing/demo";
import { difference } from "@inception-edge/testing/difference";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { gradients } from "../gradients.ts";
import type { Tensor } from "../graph-builder.ts";
import { placeholder } from "./constant.ts";
import { maxPool } from "./pool.ts";

const pools = suite("maxPool()");

const uniform = seededRandom(1);
/** All different, so that each maximum is in one place. */
const random = (shape: readonly number[]) => ({
  dtype: "float32" as const,
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, uniform),
});

for (const [stride, padding, side, out] of [
  [1, "same", 7, 7],
  [2, "same", 7, 4],
  [2, "same", 8, 4],
  [2, "valid", 8, 3],
] as const) {
  pools(`maxPool() by lines equals whole windows, stride ${stride}, ${padding}, ${side} px`, () => {
    const [xShape, outShape] = [
      [2, side, side, 3],
      [2, out, out, 3],
    ];
    return withGraph(
      (graph) => {
        const x = placeholder(graph, "x", "float32", xShape);
        const dy = placeholder(graph, "dy", "float32", outShape);
        const both = [false, true].map((byLines) => {
          const y = maxPool(x, { size: 3, stride, padding }, { byLines });
          return [y, gradients([[y, dy]], [x])[0]!] as const;
        });
        const [[whole, wholeGradient], [lines, linesGradient]] = both as [
          readonly [Tensor, Tensor],
          readonly [Tensor, Tensor],
        ];
        assert.equal([whole.shape, lines.shape], [outShape, outShape]);
        return { inputs: { x, dy }, outputs: { whole, lines, wholeGradient, linesGradient } };
      },
      async (run) => {
        const found = await run({ x: random(xShape), dy: random(outShape) });
        assert.is(difference(found["lines"]!.values, found["whole"]!.values), 0);
        const [ours, wanted] = [found["linesGradient"]!, found["wholeGradient"]!];
        assert.ok(difference(ours.values, wanted.values) < 1e-6);
      },
    );
  });
}

pools.run();
