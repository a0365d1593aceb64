import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openModel } from "@inception-edge/inference";
import { inceptionV1 } from "@inception-edge/model";
import { toLayersModel } from "@inception-edge/model/layers";
import { ensureTensorFlow, importTensorFlow } from "@inception-edge/tensorflow";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { float32Format, lowerGraph, writeTflite } from "@inception-edge/tflite";
import { evenlySpaced } from "./evenly-spaced.ts";

const files = suite("TFLite files");

const IMAGES = 256;

files("at full size, float32 logits equal TensorFlow's to 1e-4 on 256 images", async () => {
  await ensureTensorFlow();
  const tf = await importTensorFlow();
  const graph = inceptionV1({ heads: "main" });
  const weights = randomWeights(graph);
  const file = writeTflite(lowerGraph(graph, weights, { format: float32Format, description: "" }));

  const layersModel = toLayersModel(graph, weights);
  const features = tf.model({
    inputs: layersModel.inputs,
    outputs: layersModel.getLayer("global_pool").output,
  });
  const x = tf.randomUniform([IMAGES, 56, 56, 3], 0, 1, "float32", 3);
  const [kernel, bias] = layersModel.getLayer("main_out").getWeights();
  const logits = tf.tidy(() => {
    const pooled = features.predict(x, { batchSize: 64 }) as ReturnType<typeof tf.tensor2d>;
    return tf.matMul(pooled, kernel as typeof pooled).add(bias!);
  });
  const expected = await logits.data<"float32">();
  const inputs = await x.data<"float32">();
  tf.dispose([x, logits]);
  layersModel.dispose();

  const model = await openModel(file, { expose: ["main_out/logits"] });
  const size = 56 * 56 * 3;
  let largest = 0;
  for (let image = 0; image < IMAGES; image += 1) {
    const [, own] = await model.run(inputs.subarray(image * size, (image + 1) * size));
    const row = expected.subarray(image * 200, (image + 1) * 200);
    for (const [index, value] of own!.entries()) {
      largest = Math.max(largest, Math.abs(value - row[index]!));
    }
    assert.is(own!.indexOf(Math.max(...own!)), row.indexOf(Math.max(...row)));
  }
  model.dispose();
  assert.ok(largest < 1e-4, `differs by ${largest}`);
});

files("calibrate on images from all over the training split", () => {
  const indices = Int32Array.from({ length: 1000 }, (_, index) => index * 2);
  const chosen = evenlySpaced(indices, 4);
  assert.equal(chosen, Int32Array.of(0, 500, 1000, 1500));
  assert.equal(evenlySpaced(indices, 5000), indices);
});

files.run();
