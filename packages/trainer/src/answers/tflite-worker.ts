/** A thread that answers with one TFLite model: probabilities of the images it is sent the indices of. */
import { parentPort, workerData } from "node:worker_threads";
import type { InputContract } from "@inception-edge/bundle";
import { NO_MORE_TASKS, type NoMoreTasks } from "@inception-edge/host";
import { openModel, type CompiledEngine } from "@inception-edge/inference";
import { packedInputs } from "./packed-inputs.ts";

export interface TfliteWorkerData {
  readonly tflite: Uint8Array;
  readonly engine: CompiledEngine;
  readonly imagesPath: string;
  readonly contract: InputContract;
}

export interface TfliteTask {
  /** Of the first row that the task answers. */
  readonly row: number;
  readonly indices: Int32Array;
}

export interface TfliteAnswer {
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
