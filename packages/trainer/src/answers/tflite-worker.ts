/** A thread that runs one TFLite model on the images whose indices it receives. */
import { parentPort, workerData } from "node:worker_threads";
import type { InputContract } from "@inception-edge/bundle";
import { NO_MORE_TASKS, type NoMoreTasks } from "@inception-edge/host";
import { openModel, type CompiledEngine } from "@inception-edge/inference";
import { packedInputs } from "./packed-inputs.ts";

/** The data that the thread is started with. */
export interface TfliteWorkerData {
  readonly tflite: Uint8Array;
  readonly engine: CompiledEngine;
  readonly imagesPath: string;
  readonly contract: InputContract;
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
}

const { tflite, engine, imagesPath, contract } = workerData as TfliteWorkerData;
const port = parentPort!;
const model = await openModel(tflite, { engine });

port.on("message", async (task: TfliteTask | NoMoreTasks) => {
  if (task === NO_MORE_TASKS) {
    await model.dispose(); // A native engine's memory would outlive the thread.
    port.close();
    return;
  }
  const { row, indices } = task;
  const classes = model.outputs[0]!.shape[1]!;
  const probabilities = new Float32Array(indices.length * classes);
  let index = 0;
  for await (const input of packedInputs(imagesPath, indices, contract)) {
    const [one] = await model.run(input);
    probabilities.set(one!, classes * index);
    index += 1;
  }
  port.postMessage({ row, probabilities } satisfies TfliteAnswer, [probabilities.buffer]);
});
