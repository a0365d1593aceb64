/** A small graph of a test's own, run by TensorFlow: its one signature as a function. */
import { startEngine } from "../engine/engine.ts";
import type { Feeds, Outputs } from "../engine/session.ts";
import { GraphBuilder } from "../graph/graph-builder.ts";
import { encodeSavedModel, writeSavedModel, type Signature } from "../graph/saved-model.ts";
import { ensureTensorFlow } from "../tensorflow/ensure-tensorflow.ts";
import { inTemporaryFolder } from "./in-temporary-folder.ts";

export async function withGraph(
  build: (graph: GraphBuilder) => Signature,
  work: (run: (feeds?: Feeds) => Promise<Outputs>) => Promise<void>,
): Promise<void> {
  await ensureTensorFlow();
  await inTemporaryFolder(async (folder) => {
    const graph = new GraphBuilder();
    await writeSavedModel(folder, encodeSavedModel(graph, { main: build(graph) }));
    const engine = startEngine(folder);
    try {
      await work((feeds) => engine.run("main", feeds));
    } finally {
      await engine.close();
    }
  });
}
