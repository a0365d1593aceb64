import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1 } from "@inception-edge/model";
import {
  narrowGraph,
  narrowTflite,
  narrowWeights,
} from "@inception-edge/testing/networks/narrow-tflite";
import { readWeights } from "./read-weights.ts";
import { TfliteError } from "./tflite-error.ts";
import { writeTflite } from "./write-tflite.ts";

const test = suite("readWeights()");

test("gives back the weights that were written, to the last bit", () => {
  assert.equal(readWeights(writeTflite(narrowTflite()), narrowGraph), narrowWeights);
});

test("says which weight of another network is missing or of another size", () => {
  const file = writeTflite(narrowTflite());
  const read = (options: Parameters<typeof inceptionV1>[0]) => () =>
    readWeights(file, inceptionV1({ widthMultiplier: 0.05, inputSize: 40, ...options }));
  assert.throws(read({ classes: 3 }), /it has no weight "aux1\/conv\/kernel"/);
  assert.throws(
    read({ classes: 4, heads: "main" }),
    (error: Error) =>
      error instanceof TfliteError &&
      /"main_out\/kernel" holds \d+ values, wanted/.test(error.message),
  );
});

test.run();
