/** A thread that runs one TFLite model on the images whose indices it receives. */
import { parentPort, workerData } from "node:worker_threads";
import { pooledChannels, type InputContract } from "@inception-edge/bundle";
import { NO_MORE_TASKS, type NoMoreTasks } from "@inception-edge/host";
import { openModel, type CompiledEngine } from "@inception-edge/inference";
import { packedInputs } from "./packed-inputs.ts";

/** A feature map whose channels are wanted too. */
export interface PooledMap {
  /** Name of its tensor. */
  readonly featureMap: string;
  /** Number of its channels to pool, evenly spaced. */
  readonly channels: number;
}

/** The data that the thread is started with. */
export interface TfliteWorkerData {
  readonly tflite: Uint8Array;
  readonly engine: CompiledEngine;
  readonly imagesPath: string;
  readonly contract: InputContract;
  readonly map: PooledMap | undefined;
}

/** Images to run the model on. */
export interface TfliteTask {
  /** Index of the task's first row in the result. */
  readonly row: number;
  readonly indices: Int32Array;
}

/** The result of one task. */
export interface TfliteAnswer {
  /** Index of the first row in the result. */
  readonly row: number;
  /** `[indices.length, classes]` */
  readonly probabilities: Float32Array;
  /** `[indices.length, channels]`, empty without a map */
  readonly pooled: Float32Array;
}

const { tflite, engine, imagesPath, contract, map } = workerData as TfliteWorkerData;
const port = parentPort!;
const model = await openModel(tflite, { engine, expose: map ? [map.featureMap] : [] });

port.on("message", async (task: TfliteTask | NoMoreTasks) => {
  if (task === NO_MORE_TASKS) {
    await model.dispose(); // A native engine's memory would outlive the thread.
    port.close();
    return;
  }
  const { row, indices } = task;
  const classes = model.outputs[0]!.shape[1]!;
  const used = map?.channels ?? 0;
  const probabilities = new Float32Array(indices.length * classes);
  const pooled = new Float32Array(indices.length * used);
  let index = 0;
  for await (const input of packedInputs(imagesPath, indices, contract)) {
    const [one, features] = await model.run(input);
    probabilities.set(one!, classes * index);
    const channels = model.outputs[1]?.shape.at(-1);
    if (features && channels) pooled.set(pooledChannels(features, channels, used), used * index);
    index += 1;
  }
  const answer = { row, probabilities, pooled } satisfies TfliteAnswer;
  port.postMessage(answer, [probabilities.buffer, pooled.buffer]);
});
