/** A small graph of a test's own, run by TensorFlow: its one signature as a function. */
import {
  ensureTensorFlow,
  startGraphThread,
  type Feeds,
  type Outputs,
} from "@inception-edge/tensorflow";
import {
  encodeSavedModel,
  GraphBuilder,
  writeSavedModel,
  type Signature,
} from "@inception-edge/tensorflow/graph";
import { inTemporaryFolder } from "../in-temporary-folder.ts";

export async function withGraph(
  build: (graph: GraphBuilder) => Signature,
  work: (run: (feeds?: Feeds) => Promise<Outputs>) => Promise<void>,
): Promise<void> {
  await ensureTensorFlow();
  await inTemporaryFolder(async (folder) => {
    const graph = new GraphBuilder();
    await writeSavedModel(folder, encodeSavedModel(graph, { main: build(graph) }));
    const thread = startGraphThread(folder);
    try {
      await work((feeds) => thread.run("main", feeds));
    } finally {
      await thread.close();
    }
  });
}
