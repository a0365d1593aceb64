import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inputSizes } from "@inception-edge/bundle";
import { atInputSize } from "./at-input-size.ts";
import { modern5 } from "./modern-5.ts";
import { modern50 } from "./modern-50.ts";

const sizes = suite("atInputSize()");

sizes("atInputSize() leaves a recipe alone at its own size", () => {
  assert.equal(atInputSize(modern50, 56), modern50);
  assert.equal(atInputSize(modern5, 56), modern5);
});

sizes("atInputSize() lets the smaller images grow with the input, and keeps the rest", () => {
  const stages = inputSizes.map((size) => atInputSize(modern50, size));
  assert.equal(
    stages.map(({ inputSize, trainSizes }) => [...trainSizes!.map(({ size }) => size), inputSize]),
    [
      [40, 48, 56],
      [48, 56, 64],
      [72, 80, 96],
      [80, 96, 112],
      [88, 112, 128],
      [112, 136, 160],
    ],
  );
  const { inputSize: _, trainSizes, ...others } = stages[3]!;
  const { inputSize: __, trainSizes: first, ...wanted } = modern50;
  assert.equal(others, wanted);
  assert.equal(
    trainSizes!.map(({ until, mixing }) => ({ until, mixing })),
    first!.map(({ until, mixing }) => ({ until, mixing })),
  );
});

sizes.run();
