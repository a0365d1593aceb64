import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleTensors } from "@inception-edge/bundle";
import { evenCalibration } from "@inception-edge/testing/networks/even-calibration";
import { narrowGraph, narrowWeights } from "@inception-edge/testing/networks/narrow-tflite";
import { float32Format, lowerGraph, quantizeGraph, writeTflite } from "@inception-edge/tflite";
import { tensorNames } from "./tensor-names.ts";

const names = suite("tensorNames()");

names("finds in the exported files the names that bundles without them are read by", () => {
  const options = { calibration: evenCalibration(narrowGraph), description: "" };
  const int8 = quantizeGraph(narrowGraph, narrowWeights, {
    ...options,
    estimator: "min-max",
    biasCorrection: false,
  });
  const float32 = lowerGraph(narrowGraph, narrowWeights, { format: float32Format, ...options });
  const files = { float32: writeTflite(float32), int8: writeTflite(int8) };
  assert.equal(tensorNames(narrowGraph, files), bundleTensors({}));
});

names.run();
