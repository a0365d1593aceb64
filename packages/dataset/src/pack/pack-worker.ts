/**
 * Entry of a worker thread: decodes the chunks it is sent and writes each at its position in the store.
 */
import { hash } from "node:crypto";
import { openSync, writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { storedBytes } from "@inception-edge/image";
import { CHUNK_IMAGES, type ImageChunk } from "../chunks/chunk-workers.ts";
import { loadFileDecoder } from "../chunks/decode-image-file.ts";
import { decodeChunk } from "./decode-chunk.ts";
import type { ChunkDone, PackWorkerData } from "./pack-workers.ts";

const { root, storedSize, imagesPath, isSketched } = workerData as PackWorkerData;
const port = parentPort!;
const decoder = await loadFileDecoder();
const store = imagesPath === undefined ? undefined : openSync(imagesPath, "r+");

port.on("message", async ({ chunk, images }: ImageChunk) => {
  const { pixels, ...facts } = await decodeChunk(images, {
    decoder,
    root,
    storedSize,
    isSketched,
  });
  const position = chunk * CHUNK_IMAGES * storedBytes(storedSize);
  if (store !== undefined) writeAt(store, pixels, position);
  const done: ChunkDone = { chunk, sha256: hash("sha256", pixels), ...facts };
  port.postMessage(done);
});

/** A nearly full disk writes a part of the bytes first and fails only at the rest. */
function writeAt(file: number, bytes: Uint8Array, position: number): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written, position + written);
  }
}
