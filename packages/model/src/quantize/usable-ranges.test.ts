import { suite } from "uvu";
import * as assert from "uvu/assert";
import { evenCalibration } from "@inception-edge/testing/networks/even-calibration";
import { narrowGraph, narrowWeights } from "@inception-edge/testing/networks/narrow-tflite";
import { activationRanges } from "./activation-ranges.ts";
import { usableRanges } from "./usable-ranges.ts";

const test = suite("usableRanges()");

test("leaves ranges as they are where the engine takes them", () => {
  const ranges = activationRanges(narrowGraph, {
    calibration: evenCalibration(narrowGraph),
    estimator: "min-max",
  });
  assert.equal(usableRanges(narrowGraph, narrowWeights, ranges), ranges);
});

test.run();
