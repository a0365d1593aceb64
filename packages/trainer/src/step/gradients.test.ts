import { toInput } from "@inception-edge/image";
import {
  layersWeights,
  toLayersModel,
  weightSpecs,
  type Normalization,
} from "@inception-edge/model";
import type { Scalar, Tensor, Variable } from "@tensorflow/tfjs-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { importTensorFlow } from "../engine/session.ts";
import { CLASSES, openNarrowSession, type NarrowSession } from "../testing/narrow-session.ts";
import { lossWeights } from "./losses.ts";

const gradients = suite("gradients()");

/**
 * Largest ‖ours − theirs‖ / ‖theirs‖ allowed. With batch normalisation a narrow net is so steep (Yang et
 * al. 2019) that rounding alone flips ReLUs, and one flip changes every gradient below it: there only
 * the whole gradient is held, loosely, and the op itself in ../graph/ops/batch-norm.test.ts.
 */
const tolerance = { bias: { each: 1e-4, all: 1e-4 }, batch: { each: 1, all: 0.05 } };

for (const normalization of ["bias", "batch"] satisfies Normalization[]) {
  gradients(
    `gradients() equal eager TensorFlow.js's for every variable, ${normalization}`,
    async () => {
      const narrow = await openNarrowSession({ normalization });
      try {
        const indices = Int32Array.from([3, 1, 4, 15, 9, 26, 5, 35]);
        const labels = indices.map((index) => narrow.labels[index]!);
        // Some steps first: biases that are still zero hide mistakes.
        for (let step = 0; step < 5; step += 1) {
          await narrow.session.step({ indices, labels }, step, 0.05);
        }
        const ours = await narrow.engine.run("gradients", {
          indices: { dtype: "int32", shape: [8], values: indices },
          labels: { dtype: "int32", shape: [8], values: labels },
          step: { dtype: "int32", shape: [], values: Int32Array.of(5) },
        });
        const theirs = await eagerGradients(narrow, indices, labels);
        const names = weightSpecs(narrow.model)
          .filter((spec) => spec.trainable)
          .map(({ name }) => name);
        const { each, all } = tolerance[normalization];
        for (const name of names) {
          const error = relativeError(ours[name]!.values, theirs.get(name)!);
          assert.ok(error <= each, `${name}: relative error ${error}`);
        }
        const error = relativeError(
          names.flatMap((name) => [...ours[name]!.values]),
          names.flatMap((name) => [...theirs.get(name)!]),
        );
        assert.ok(error <= all, `of the whole gradient: relative error ${error}`);
      } finally {
        await narrow.close();
      }
    },
  );
}

/** Gradients of main + 0.3 · aux1 + 0.3 · aux2 over the LayersModel, by weight name. */
async function eagerGradients(
  { session, model, pixels }: NarrowSession,
  indices: Int32Array,
  labels: Int32Array,
): Promise<Map<string, Float32Array>> {
  const tf = await importTensorFlow();
  const layersModel = toLayersModel(model, await session.weights());
  const loss = (): Scalar => {
    const x = tf.tensor4d(inputsOf(pixels, indices), [indices.length, 56, 56, 3]);
    const outputs = layersModel.apply(x, { training: true }) as Tensor[];
    const truth = tf.oneHot(tf.tensor1d(labels, "int32"), CLASSES);
    const losses = outputs.map((probabilities, index) => {
      const crossEntropy = tf.neg(tf.mean(tf.sum(tf.mul(truth, tf.log(probabilities)), 1)));
      return crossEntropy.mul(lossWeights[model.outputs[index]!]);
    });
    return tf.addN(losses) as Scalar;
  };
  const { grads } = tf.variableGrads(loss);
  // tfjs names gradients by variable. Put in the weights' place, they come out by our names.
  for (const weight of layersModel.weights) {
    const variable = (weight as unknown as { readonly val: Variable }).val;
    variable.assign(grads[variable.name] ?? tf.zerosLike(variable));
  }
  const byName = await layersWeights(layersModel, model);
  return new Map([...byName].map(([name, { values }]) => [name, values]));
}

function inputsOf(pixels: Uint8Array, indices: Int32Array): Float32Array {
  const size = 64 * 64 * 3;
  const inputs = [...indices].flatMap((index) => {
    const rgb = pixels.subarray(index * size, (index + 1) * size);
    return [...toInput({ width: 64, height: 64, rgb }, "bilinear", 56).rgb];
  });
  return Float32Array.from(inputs, (value) => value / 255);
}

function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let index = 0; index < b.length; index += 1) {
    difference += (a[index]! - b[index]!) ** 2;
    norm += b[index]! ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / norm); // a dead unit's are all zero
}

gradients.run();
