/** Runs a program's `evaluate` signature, which has a fixed batch size, on any number of images. */
import type { OutputName } from "@inception-edge/model";
import type { GraphThread } from "@inception-edge/tensorflow";

/**
 * @returns float32 logits `[indices.length, classes]` of each output
 * @throws the signal's reason when it aborts
 */
export async function evaluateInBatches(
  thread: GraphThread,
  indices: Int32Array,
  {
    outputs,
    batchSize,
    signal,
  }: {
    readonly outputs: readonly OutputName[];
    readonly batchSize: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Map<OutputName, Float32Array>> {
  const collected = new Map<OutputName, Float32Array>();
  for (let start = 0; start < indices.length; start += batchSize) {
    signal?.throwIfAborted();
    const part = indices.subarray(start, start + batchSize);
    const batch = new Int32Array(batchSize); // the last batch is padded with image 0 …
    batch.set(part);
    const { logits } = await thread.run("evaluate", {
      indices: { dtype: "int32", shape: [batchSize], values: batch },
    });
    const classes = logits!.shape[2]!; // [outputs, batch, classes]
    for (const [outputIndex, output] of outputs.entries()) {
      let all = collected.get(output);
      if (!all) collected.set(output, (all = new Float32Array(indices.length * classes)));
      const from = outputIndex * batchSize * classes;
      all.set(logits!.values.subarray(from, from + part.length * classes), start * classes); // … and its padding dropped
    }
  }
  return collected;
}
