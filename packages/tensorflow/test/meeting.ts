/** A small program in which two workers meet, for tests. */
import { type } from "../src/graph/attributes.ts";
import { GraphBuilder } from "../src/graph/graph-builder.ts";
import { add, identity } from "../src/graph/ops/arithmetic.ts";
import { Collectives } from "../src/graph/ops/collectives.ts";
import { constant, placeholder } from "../src/graph/ops/constant.ts";
import { encodeSavedModel, writeSavedModel } from "../src/graph/saved-model.ts";
import { assign, group, read, variable } from "../src/graph/variable.ts";
import type { GraphThread } from "../src/session/graph-thread.ts";
import type { Workers } from "../src/workers/server-proto.ts";
import { joinWorkers } from "../src/workers/worker-group.ts";

/**
 * Joins the other worker and opens the program. Signatures: `meet`, x float32 [3] → what the collectives give, and the
 * number of turns; `number`: text → its value.
 */
export async function openMeeting(workers: Workers, folder: string): Promise<GraphThread> {
  const { rank, addresses } = workers;
  const graph = new GraphBuilder();
  const collectives = new Collectives(graph, { rank, workers: addresses.length });
  const x = placeholder(graph, "x", "float32", [3]);
  const text = placeholder(graph, "text", "string");
  const turns = variable(graph, "turns", constant(graph, 0));
  const next = add(read(turns), constant(graph, 1));
  const number = graph.tensor("StringToNumber", "float32", [], {
    inputs: [text],
    attributes: { out_type: type("float32") },
  });
  const outputs = {
    sum: collectives.sum(x),
    mean: collectives.means([x])[0]!,
    first: collectives.fromFirst([x])[0]!,
    all: collectives.gather(x),
    turns: identity(next, "next", [assign(turns, next)]),
  };
  const signatures = {
    meet: { inputs: { x }, outputs },
    number: { inputs: { text }, outputs: { number } },
  };
  const initialize = group(graph, "initialize", [assign(turns, turns.initial)]);
  await writeSavedModel(folder, encodeSavedModel(graph, signatures, initialize));
  const signal = new AbortController().signal;
  const joined = await joinWorkers(workers, { signal, onWait() {} });
  const thread = await joined.openGraph(folder);
  return {
    ...thread,
    async close() {
      joined.close();
      await thread.close();
    },
  };
}
