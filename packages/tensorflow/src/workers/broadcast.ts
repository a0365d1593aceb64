/** Sends bytes from worker 0 to all others, by a small graph of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GraphBuilder } from "../graph/graph-builder.ts";
import { Collectives } from "../graph/ops/collectives.ts";
import { placeholder } from "../graph/ops/constant.ts";
import { encodeSavedModel, writeSavedModel } from "../graph/saved-model.ts";
import type { WorkerGroup } from "./worker-group.ts";

/** int32 numbers of a message: the number of bytes, then as many of them as fit. */
const MESSAGE = 16_384;
const CHUNK_BYTES = 4 * (MESSAGE - 1);

/** Worker 0's `bytes`, which the others need not give. Every worker must call it. */
export async function broadcast(
  group: Pick<WorkerGroup, "rank" | "addresses" | "openGraph">,
  bytes: Uint8Array = new Uint8Array(),
): Promise<Uint8Array> {
  const graph = new GraphBuilder();
  const share = { rank: group.rank, workers: group.addresses.length };
  const message = placeholder(graph, "message", "int32", [MESSAGE]);
  const sum = new Collectives(graph, share, 1).sum(message);
  const folder = await mkdtemp(join(tmpdir(), "inception-edge-"));
  try {
    const model = encodeSavedModel(graph, { send: { inputs: { message }, outputs: { sum } } });
    await writeSavedModel(folder, model);
    const thread = await group.openGraph(folder);
    const chunks: Uint8Array[] = [];
    let total = bytes.length;
    for (let start = 0; start === 0 || start < total; start += CHUNK_BYTES) {
      const sent = new Uint8Array(4 * MESSAGE);
      if (group.rank === 0) {
        new Int32Array(sent.buffer)[0] = total;
        sent.set(bytes.subarray(start, start + CHUNK_BYTES), 4);
      }
      const feed = {
        dtype: "int32",
        shape: [MESSAGE],
        values: new Int32Array(sent.buffer),
      } as const;
      const { values } = (await thread.run("send", { message: feed }))["sum"]!;
      total = values[0]!;
      chunks.push(new Uint8Array(values.buffer, 4, Math.min(CHUNK_BYTES, total - start)));
    }
    await thread.close();
    return Buffer.concat(chunks);
  } finally {
    await rm(folder, { recursive: true });
  }
}
