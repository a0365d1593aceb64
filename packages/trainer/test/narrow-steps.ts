/** Single steps of a narrow session, and the results that tests compare. */
import type { Weights } from "@inception-edge/model";
import type { Batch } from "../src/loop/trainer-session.ts";
import { IMAGES, openNarrowSession, type NarrowSession } from "./narrow-session.ts";

export type Options = Parameters<typeof openNarrowSession>[0];

export async function withSession(
  options: Options,
  work: (narrow: NarrowSession) => Promise<void>,
): Promise<void> {
  const narrow = await openNarrowSession(options);
  try {
    await work(narrow);
  } finally {
    await narrow.close();
  }
}

/** Eight images and their classes, different for every `number`. */
export function batchOf({ labels }: NarrowSession, number = 0): Batch {
  const indices = Int32Array.from(
    { length: 8 },
    (_, index) => (number * 5 + index * (number + 1)) % IMAGES,
  );
  return { indices, labels: indices.map((index) => labels[index]!) };
}

/** The gradient of every trainable weight on the batch of `step`, with the session's current weights. */
export async function gradientsOf(
  narrow: NarrowSession,
  step: number,
): Promise<Map<string, Float32Array>> {
  const { indices, labels } = batchOf(narrow, step);
  const outputs = await narrow.thread.run("gradients", {
    indices: { dtype: "int32", shape: [8], values: indices },
    labels: { dtype: "int32", shape: [8], values: labels },
    step: { dtype: "int32", shape: [], values: Int32Array.of(step) },
  });
  return new Map(
    Object.entries(outputs).map(([name, { values }]) => [name, values as Float32Array]),
  );
}

export function valuesOf(weights: Weights, name: string): Float32Array {
  return weights.get(name)!.values;
}

export const LEARNING_RATE = 0.01;

/** Total losses of steps `from` up to `to`. */
export async function losses(narrow: NarrowSession, from: number, to: number): Promise<number[]> {
  const found: number[] = [];
  for (let step = from; step < to; step += 1) {
    const metrics = await narrow.session.step(batchOf(narrow, step), step, LEARNING_RATE);
    found.push(metrics[0]!);
  }
  return found;
}
