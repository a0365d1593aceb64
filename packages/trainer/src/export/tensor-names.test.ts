import { bundleTensors } from "@inception-edge/model";
import {
  float32Format,
  lowerGraph,
  quantizeGraph,
  writeTflite,
} from "@inception-edge/model/tflite";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { evenCalibration } from "../../../model/test/even-calibration.ts";
import { narrowGraph, narrowWeights } from "../../../model/test/narrow-tflite.ts";
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
