/** Runs a TFLite file on many images of the packed store, using every core. */
import { availableParallelism } from "node:os";
import type { InputContract } from "@inception-edge/bundle";
import { startWorker, workThrough } from "@inception-edge/host";
import type { CompiledEngine } from "@inception-edge/inference";
import type { PooledMap, TfliteAnswer, TfliteTask, TfliteWorkerData } from "./tflite-worker.ts";

/** Options of {@link tfliteProbabilities} and {@link tfliteAnswers}. */
export interface TfliteProbabilitiesOptions {
  readonly engine: CompiledEngine;
  readonly imagesPath: string;
  readonly contract: InputContract;
  readonly classes: number;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** What a file said of images. */
export interface TfliteAnswers {
  /** `[indices.length, classes]` */
  readonly probabilities: Float32Array;
  /** `pooledChannels` of the map, `[indices.length, channels]`. */
  readonly pooled: Float32Array;
}

/** Images per task: about a second of work. */
const TASK_IMAGES = 50;

/**
 * Probabilities `[indices.length, classes]`.
 * @throws the first failure of a thread, or the signal's reason
 */
export async function tfliteProbabilities(
  tflite: Uint8Array,
  indices: Int32Array,
  options: TfliteProbabilitiesOptions,
): Promise<Float32Array> {
  return (await tfliteAnswers(tflite, indices, options)).probabilities;
}

/**
 * Probabilities, and the pooled channels of a feature map if one is named.
 * @throws the first failure of a thread, or the signal's reason
 */
export async function tfliteAnswers(
  tflite: Uint8Array,
  indices: Int32Array,
  options: TfliteProbabilitiesOptions & { readonly map?: PooledMap },
): Promise<TfliteAnswers> {
  const { engine, imagesPath, contract, classes, map, onProgress, signal } = options;
  const probabilities = new Float32Array(indices.length * classes);
  const channels = map?.channels ?? 0;
  const pooled = new Float32Array(indices.length * channels);
  const workerData: TfliteWorkerData = { tflite, engine, imagesPath, contract, map };
  const tasks = Array.from(
    { length: Math.ceil(indices.length / TASK_IMAGES) },
    (_, task): TfliteTask => {
      const row = task * TASK_IMAGES;
      return { row, indices: indices.slice(row, row + TASK_IMAGES) };
    },
  );
  let done = 0;
  await workThrough<TfliteTask, TfliteAnswer>(tasks, {
    action: "measure a TFLite file",
    start: () => startWorker("./tflite-worker", import.meta.url, workerData),
    threads: availableParallelism(),
    signal,
    endThemselves: true,
    onDone(answer) {
      probabilities.set(answer.probabilities, answer.row * classes);
      pooled.set(answer.pooled, answer.row * channels);
      done += answer.probabilities.length / classes;
      onProgress?.(done);
    },
  });
  return { probabilities, pooled };
}
