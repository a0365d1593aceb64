/** Entry of a worker thread: measures the chunks it is sent. */
import { parentPort, workerData } from "node:worker_threads";
import { loadFileDecoder, type ImageChunk } from "@inception-edge/dataset";
import { buffersOf } from "./image-table.ts";
import { measureChunk } from "./measure-chunk.ts";
import type { MeasureWorkerData } from "./measure-dataset.ts";

const { root, trainCount } = workerData as MeasureWorkerData;
const port = parentPort!;
const decoder = await loadFileDecoder();

port.on("message", async (task: ImageChunk) => {
  const measured = await measureChunk(task, { decoder, root, trainCount });
  port.postMessage(measured, buffersOf(measured.table));
});
