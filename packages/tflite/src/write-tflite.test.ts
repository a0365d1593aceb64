import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1 } from "@inception-edge/model";
import { narrowInt8Tflite, narrowTflite } from "@inception-edge/testing/networks/narrow-tflite";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { readTflite } from "./read-tflite.ts";
import { writeTflite } from "./write-tflite.ts";

const write = suite("writeTflite()");

write("writes what readTflite() reads, float32", () => {
  const model = narrowTflite();
  assert.equal(readTflite(writeTflite(model)), model);
});

write("writes what readTflite() reads, int8 with auxiliary heads", () => {
  const graph = inceptionV1({ widthMultiplier: 0.05, classes: 3, inputSize: 40 });
  const model = narrowInt8Tflite({ graph, weights: randomWeights(graph) });
  assert.equal(readTflite(writeTflite(model)), model);
});

write("writes the same bytes for the same model, under TFLite's identifier", () => {
  const bytes = writeTflite(narrowTflite());
  assert.equal(bytes, writeTflite(narrowTflite()));
  assert.is(new TextDecoder().decode(bytes.subarray(4, 8)), "TFL3");
});

write("begins every weight at a multiple of 16, as engines that map the file require", () => {
  const bytes = writeTflite(narrowTflite());
  for (const { name, data } of readTflite(bytes).tensors) {
    if (data === undefined) continue;
    assert.is(data.buffer, bytes.buffer, `${name} is a view`);
    assert.is((data.byteOffset - bytes.byteOffset) % 16, 0, name);
  }
});

write("keeps metadata buffers", () => {
  const metadata = new Map([["note", Uint8Array.of(1, 2, 3)]]);
  const read = readTflite(writeTflite({ ...narrowTflite(), metadata }));
  assert.equal(read.metadata, metadata);
});

write.run();
