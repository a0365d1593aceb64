/** Entry of a worker thread: measures the chunks it is sent. */
import { parentPort, workerData } from "node:worker_threads";
import type { ImageChunk } from "@inception-edge/dataset";
import { imageFormats, loadDecoder } from "@inception-edge/image";
import { buffersOf } from "./image-table.ts";
import { measureChunk } from "./measure-chunk.ts";

const { root } = workerData as { readonly root: string };
const port = parentPort!;
const decoder = await loadDecoder({ formats: imageFormats });

port.on("message", (task: ImageChunk) => {
  const measured = measureChunk(task, { decoder, root });
  port.postMessage(measured, buffersOf(measured.table));
});
