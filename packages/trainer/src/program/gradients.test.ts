import type { Scalar, Tensor, Variable } from "@tensorflow/tfjs-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { toInput } from "@inception-edge/image";
import { weightSpecs, type Normalization } from "@inception-edge/model";
import { layersWeights, toLayersModel } from "@inception-edge/model/layers";
import { importTensorFlow } from "@inception-edge/tensorflow";
import { CLASSES, type NarrowSession } from "../../test/narrow-session.ts";
import { batchOf, gradientsOf, withSession } from "../../test/narrow-steps.ts";
import type { Batch } from "../loop/trainer-session.ts";
import { lossWeights } from "./losses.ts";
import { CPU_TUNING, type Tuning } from "./tuning.ts";

const gradients = suite("gradients()");

/** Largest ‖ours − theirs‖ / ‖theirs‖ allowed for any variable. */
const TOLERANCE = 1e-4;
/** The same where oneDNN normalizes multiples of 16 channels: near the loss too, its other formula differs five times as much. */
const MERGED_TOLERANCE = 5e-3;

/**
 * Batches to compare on. With batch normalization a network is so steep (Yang et al. 2019) that rounding
 * now and then flips a ReLU, which moves every gradient below it by per cents: on such a batch the two
 * computations differ although both are right. A wrong rule is wrong on all batches, so a variable
 * is held by the one where it agrees best.
 */
const BATCHES = { bias: 1, batch: 12 } as const;

const EVERYWHERE = { 1: Infinity, 3: Infinity, 5: Infinity, 7: Infinity };

for (const [normalization, how, tuning, tolerance] of [
  ["bias", "as on a CPU", CPU_TUNING, TOLERANCE],
  ["batch", "as on a CPU", CPU_TUNING, TOLERANCE],
  ["bias", "kernels by products", { ...CPU_TUNING, productsUpTo: EVERYWHERE }, TOLERANCE],
  ["batch", "1 × 1 merged", { ...CPU_TUNING, mergeSiblings: true }, MERGED_TOLERANCE],
  ["batch", "pools by lines", { ...CPU_TUNING, poolsByLines: [1, 2] }, TOLERANCE],
] satisfies [Normalization, string, Tuning, number][]) {
  gradients(`gradients() equal eager TensorFlow.js's, ${normalization}, ${how}`, () =>
    withSession({ normalization, tuning }, async (narrow) => {
      // Some steps first: biases that are still zero hide mistakes.
      for (let step = 0; step < 10; step += 1) {
        await narrow.session.step(batchOf(narrow, step), step, 0.05);
      }
      const names = weightSpecs(narrow.model)
        .filter((spec) => spec.trainable)
        .map(({ name }) => name);
      const best = new Map(names.map((name) => [name, Number.POSITIVE_INFINITY]));
      for (let index = 0; index < BATCHES[normalization]; index += 1) {
        const ours = await gradientsOf(narrow, index);
        const theirs = await eagerGradients(narrow, batchOf(narrow, index));
        for (const name of names) {
          const error = relativeError(ours.get(name)!, theirs.get(name)!);
          best.set(name, Math.min(best.get(name)!, error));
        }
      }
      for (const [name, error] of best) {
        assert.ok(error <= tolerance, `${name}: relative error ${error}`);
      }
    }),
  );
}

/**
 * float16 rounds to 11 bits, bfloat16 to 8. Near the loss that is all; further down, rounded activations send a gradient
 * through other ReLUs and other maxima of pools, in one layer more than in another.
 */
const ROUNDED = [
  { precision: "f16", atTheTop: 0.005, median: 0.1 },
  { precision: "bf16", atTheTop: 0.05, median: 0.25 },
] as const;

for (const { precision, atTheTop, median } of ROUNDED) {
  gradients(`gradients() in ${precision} equal those in f32, up to rounding`, () =>
    withSession({}, async (exact) => {
      await withSession({ precision }, async (rounded) => {
        const wanted = await gradientsOf(exact, 0);
        const errors = [...(await gradientsOf(rounded, 0))].map(
          ([name, gradient]) => [name, relativeError(gradient, wanted.get(name)!)] as const,
        );
        for (const [name, error] of errors) {
          if (/^(main_out|inception_5b\/1x1)\//.test(name))
            assert.ok(error < atTheTop, `${name}: ${error}`);
        }
        const sorted = errors.map(([, error]) => error).toSorted((a, b) => a - b);
        const middle = sorted[sorted.length >> 1]!;
        assert.ok(middle < median, `median ${middle}`);
      });
    }),
  );
}

/** Gradients of main + 0.3 · aux1 + 0.3 · aux2 over the LayersModel, by weight name. */
async function eagerGradients(
  { session, model, pixels }: NarrowSession,
  { indices, labels }: Batch,
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
