import type { WeightValues } from "@inception-edge/model";
/**
 * A linear probe (Alain & Bengio 2016): logistic regression on a network's features. It takes seconds, and shows what the
 * network knows of the classes before any of its layers are trained.
 */
import { importTensorFlow } from "@inception-edge/tensorflow";
import type { Features } from "./network-features.ts";

/** The probe, in the form of a head of the network. */
export interface LinearProbe {
  /** `[features, classes]` */
  readonly kernel: WeightValues;
  /** `[classes]` */
  readonly bias: WeightValues;
}

const STEPS = 200;
/** Of Adam; features are standardized. */
const LEARNING_RATE = 0.01;
/** λ of the L2 penalty on the kernel, for standardized features. */
const WEIGHT_DECAY = 0.003;

/**
 * Fits the probe on some rows of the features, with all of them in every step, so that the result is always the same.
 * @param rows of the images to fit it on. @param labels class of each row of the features
 */
export async function fitProbe(
  features: Features,
  options: {
    readonly rows: readonly number[];
    readonly labels: readonly number[];
    readonly classes: number;
  },
): Promise<LinearProbe> {
  const { rows, labels, classes } = options;
  const tf = await importTensorFlow();
  const { means, deviations, standardized } = standardize(features, rows);
  const tensors = tf.tidy(() => {
    const x = tf.tensor2d(standardized, [rows.length, features.length]);
    const classIndices = tf.tensor1d(
      rows.map((row) => labels[row]!),
      "int32",
    );
    const y = tf.oneHot(classIndices, classes);
    const kernel = tf.variable(tf.zeros([features.length, classes]));
    const bias = tf.variable(tf.zeros([classes]));
    const optimizer = tf.train.adam(LEARNING_RATE);
    const loss = () => {
      const logits = x.matMul(kernel as typeof x).add(bias);
      const penalty = kernel.square().sum().mul(WEIGHT_DECAY);
      return tf.losses.softmaxCrossEntropy(y, logits).add(penalty).asScalar();
    };
    for (let step = 0; step < STEPS; step += 1) optimizer.minimize(loss, false, [kernel, bias]);
    optimizer.dispose();
    return { kernel, bias };
  });
  const kernel = (await tensors.kernel.data()) as Float32Array;
  const bias = (await tensors.bias.data()) as Float32Array;
  tf.dispose(Object.values(tensors));

  // (x − mean) / deviation · kernel + bias, as one product and one sum with x itself.
  const scaled = kernel.map((value, index) => value / deviations[Math.floor(index / classes)]!);
  const shifted = Float32Array.from(bias);
  for (const [index, value] of scaled.entries()) {
    shifted[index % classes]! -= value * means[Math.floor(index / classes)]!;
  }
  return {
    kernel: { shape: [features.length, classes], values: scaled },
    bias: { shape: [classes], values: shifted },
  };
}

/** Float32 logits `[rows, classes]` of these rows of the features; default: of all. */
export function probeLogits(
  { length, values }: Features,
  { kernel, bias }: LinearProbe,
  rows: readonly number[] = [...Array(values.length / length).keys()],
): Float32Array {
  const [classes] = bias.shape as [number];
  const logits = new Float32Array(rows.length * classes);
  const sums = new Float64Array(classes);
  for (const [position, image] of rows.entries()) {
    sums.set(bias.values);
    for (let feature = 0; feature < length; feature += 1) {
      const value = values[image * length + feature]!;
      if (value === 0) continue; // after ReLU many are
      for (let index = 0; index < classes; index += 1) {
        sums[index]! += value * kernel.values[feature * classes + index]!;
      }
    }
    logits.set(sums, position * classes);
  }
  return logits;
}

/** Mean and deviation of each feature over the rows, and the rows with these taken out. */
function standardize({ length, values }: Features, rows: readonly number[]) {
  const means = new Float64Array(length);
  const deviations = new Float64Array(length);
  for (const row of rows) {
    for (let index = 0; index < length; index += 1) {
      const value = values[row * length + index]!;
      means[index]! += value / rows.length;
      deviations[index]! += value ** 2 / rows.length;
    }
  }
  for (let index = 0; index < length; index += 1) {
    const variance = deviations[index]! - means[index]! ** 2;
    deviations[index] = Math.sqrt(Math.max(variance, SMALLEST_VARIANCE));
  }
  const standardized = new Float32Array(rows.length * length);
  for (const [position, row] of rows.entries()) {
    for (let index = 0; index < length; index += 1) {
      standardized[position * length + index] =
        (values[row * length + index]! - means[index]!) / deviations[index]!;
    }
  }
  return { means, deviations, standardized };
}

/** A feature that hardly varies tells nothing, and must not be blown up. */
const SMALLEST_VARIANCE = 1e-6;
