import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleTensors } from "@inception-edge/bundle";
import {
  narrowGraph,
  narrowInt8Tflite,
  narrowTflite,
} from "@inception-edge/testing/networks/narrow-tflite";
import { writeTflite } from "@inception-edge/tflite";
import { tensorNames } from "./tensor-names.ts";

const names = suite("tensorNames()");

names("finds in the exported files the names that bundles without them are read by", () => {
  const files = { float32: writeTflite(narrowTflite()), int8: writeTflite(narrowInt8Tflite()) };
  assert.equal(tensorNames(narrowGraph, files), bundleTensors({}));
});

names.run();
