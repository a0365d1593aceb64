import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inputSizes } from "@inception-edge/bundle";
import { inceptionV1, type GraphNode } from "@inception-edge/model";
import { atInputSize } from "../recipes/at-input-size.ts";
import { modern50 } from "../recipes/modern-50.ts";
import { cellsLeft, poolWindow } from "./pool-window.ts";

const pools = suite("poolWindow()");

function headPool(inputSize: number): Extract<GraphNode, { op: "maxPool" | "averagePool" }> {
  const pool = inceptionV1({ inputSize }).nodes.find(({ op }) => op === "averagePool")!;
  return pool as ReturnType<typeof headPool>;
}

/** Three pools, each rounding up, come before the heads. */
const mapSide = (size: number): number => Math.ceil(size / 8);

pools("poolWindow() leaves as many cells of each stage as of the full size", () => {
  for (const inputSize of inputSizes) {
    const pool = headPool(inputSize);
    for (const { size } of atInputSize(modern50, inputSize).trainSizes!) {
      const side = mapSide(size);
      const window = poolWindow(pool, side);
      assert.is(cellsLeft(window, side), pool.shape[0], `${size} of ${inputSize} px`);
      assert.ok(window.size >= window.stride, "no cell of the map is left out");
    }
  }
});

pools("poolWindow() is the paper's at full size, and at every stage of 56 px", () => {
  for (const [size, inputSize] of [...inputSizes.map((each) => [each, each]), [40, 56], [48, 56]]) {
    assert.equal(poolWindow(headPool(inputSize!), mapSide(size!)), { size: 5, stride: 3 });
  }
});

pools.run();
