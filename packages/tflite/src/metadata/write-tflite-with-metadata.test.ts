import { unzipSync } from "fflate";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { narrowTflite } from "@inception-edge/testing/networks/narrow-tflite";
import { FlatTable } from "../read-table.ts";
import { readTflite } from "../read-tflite.ts";
import { METADATA_NAME, writeTfliteWithMetadata } from "./write-tflite-with-metadata.ts";

const metadata = suite("writeTfliteWithMetadata()");

const given = {
  name: "inception-v1",
  description: "what it is",
  version: "1",
  license: "MIT",
  input: "an image",
  output: "a probability per class",
  labels: ["goldfish", "European fire salamander", "café"],
};
const bytes = writeTfliteWithMetadata(narrowTflite(), given);

metadata("puts the labels in a ZIP after the model, where TFLite's tools look for them", () => {
  const zipped = unzipSync(bytes);
  assert.equal(Object.keys(zipped), ["labels.txt"]);
  assert.is(
    new TextDecoder().decode(zipped["labels.txt"]),
    "goldfish\nEuropean fire salamander\ncafé\n",
  );
});

metadata("describes input and output in a buffer of the model", () => {
  const model = readTflite(bytes);
  const buffer = model.metadata.get(METADATA_NAME)!;
  assert.is(new TextDecoder().decode(buffer.subarray(4, 8)), "M001");
  const root = FlatTable.root(buffer);
  assert.is(root.string(0), "inception-v1");
  const [subgraph] = root.tables(3);
  const [input] = subgraph!.tables(2);
  const [normalization] = input!.tables(4);
  assert.is(normalization!.uint8(0), 1, "NormalizationOptions");
  assert.equal(normalization!.table(1)!.float32s(0), [0]);
  assert.equal(normalization!.table(1)!.float32s(1), [255]);
  const [output] = subgraph!.tables(3);
  const [file] = output!.tables(6);
  assert.is(file!.string(0), "labels.txt");
  assert.is(file!.int8(2), 2, "TENSOR_AXIS_LABELS");
});

metadata("writes the same bytes each time", () => {
  assert.equal(writeTfliteWithMetadata(narrowTflite(), given), bytes);
});

metadata.run();
