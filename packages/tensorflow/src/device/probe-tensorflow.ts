/** Loads TensorFlow and runs a small computation, which proves that the set-up works. */
import type * as TensorFlow from "@tensorflow/tfjs-node-gpu";
import { runCommand } from "@inception-edge/host";

/** The result of a probe. */
export interface TensorFlowProbe {
  /** True if the addon computes on a GPU. */
  readonly usesGpu: boolean;
}

/**
 * Runs a matrix product, a top-k and a training step in this process.
 * @throws {Error} when one of them gives a wrong result, or TensorFlow does not load
 */
export async function probeTensorFlow(): Promise<TensorFlowProbe> {
  const tf = await import("@tensorflow/tfjs-node-gpu");
  await tf.ready();
  tf.tidy(() => {
    checkOperations(tf);
    checkTraining(tf);
  });
  const { isUsingGpuDevice } = tf.backend() as unknown as { isUsingGpuDevice: boolean };
  return { usesGpu: isUsingGpuDevice };
}

/** The same in a process of its own, which a broken driver may crash. */
export async function probeInChildProcess(): Promise<
  TensorFlowProbe & { readonly failure?: string }
> {
  const script = `
    const { probeTensorFlow } = await import(${JSON.stringify(import.meta.url)});
    console.log("PROBE " + (await probeTensorFlow()).usesGpu);`;
  const program = [process.execPath, ...process.execArgv] as const;
  const { code, output } = await runCommand([...program, "--input-type=module", "--eval", script]);
  const [, usesGpu] = /^PROBE (true|false)$/m.exec(output) ?? [];
  if (Number(process.env["TF_CPP_MIN_LOG_LEVEL"]) < 2) console.error(output.trim()); // Whoever sets it wants to see the log.
  if (usesGpu !== undefined && code === 0) return { usesGpu: usesGpu === "true" };
  const [, reason] = /^(?:\w*Error: |  what\(\): +)(.*)$/m.exec(output) ?? [];
  const end = `a process that uses it ends with ${code ?? "a signal"}`;
  return { usesGpu: false, failure: reason ?? end };
}

function checkOperations(tf: typeof TensorFlow): void {
  const [product] = tf.matMul([[1, 2]], [[3], [4]]).dataSync();
  if (product !== 11) {
    throw new Error(`Cannot trust TensorFlow: 1·3 + 2·4 gave ${product}, wanted 11`);
  }
  const ranked = tf.topk([1, 3, 2], 2).indices.dataSync().join(", ");
  if (ranked !== "1, 2") {
    throw new Error(`Cannot trust TensorFlow: the top 2 of 1, 3, 2 are at ${ranked}, wanted 1, 2`);
  }
}

function checkTraining(tf: typeof TensorFlow): void {
  const weights = tf.variable(tf.zeros([2, 1]));
  const loss = (): TensorFlow.Scalar =>
    tf.losses.meanSquaredError([[1]], tf.matMul([[1, 2]], weights));
  tf.train.sgd(0.05).minimize(loss); // The gradient is (-2, -4), so the product becomes 0.5.
  const [after = Number.NaN] = loss().dataSync();
  weights.dispose();
  if (Math.abs(after - 0.25) > 1e-3) {
    throw new Error(`Cannot trust TensorFlow: a training step gave loss ${after}, wanted 0.25`);
  }
}
