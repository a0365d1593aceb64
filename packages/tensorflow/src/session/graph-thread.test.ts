import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { GraphBuilder } from "../graph/graph-builder.ts";
import { add, identity } from "../graph/ops/arithmetic.ts";
import { constant, placeholder } from "../graph/ops/constant.ts";
import { encodeSavedModel, writeSavedModel } from "../graph/saved-model.ts";
import { assign, group, read, variable } from "../graph/variable.ts";
import { ensureTensorFlow } from "../install/ensure-tensorflow.ts";
import { startGraphThread, TensorFlowError, type GraphThread } from "./graph-thread.ts";

const threads = suite("startGraphThread()");

/** Signatures `add`: adds x to a sum that starts at 0 and answers it as it was; `sum`: answers it. */
function adder(): Uint8Array {
  const graph = new GraphBuilder();
  const sum = variable(graph, "sum", constant(graph, 0));
  const x = placeholder(graph, "x", "float32");
  const before = read(sum);
  const added = assign(sum, add(before, x));
  return encodeSavedModel(
    graph,
    {
      add: { inputs: { x }, outputs: { before: identity(before, "before", [added]) } },
      sum: { inputs: {}, outputs: { sum: identity(read(sum), "now") } },
    },
    group(graph, "initialize", [assign(sum, sum.initial)]),
  );
}

async function withAdder(work: (thread: GraphThread) => Promise<void>): Promise<void> {
  await ensureTensorFlow();
  await inTemporaryFolder(async (folder) => {
    await writeSavedModel(folder, adder());
    const thread = startGraphThread(folder);
    try {
      await work(thread);
    } finally {
      await thread.close();
    }
  });
}

async function addTo(thread: GraphThread, x: number): Promise<number> {
  const feeds = { x: { dtype: "float32", shape: [], values: Float32Array.of(x) } } as const;
  return (await thread.run("add", feeds))["before"]!.values[0]!;
}

threads(
  "GraphThread.run() runs requests in the order they were made, also the first ones",
  async () => {
    for (let again = 0; again < 5; again += 1) {
      await withAdder(async (thread) => {
        const answers = await Promise.all([1, 2, 3, 4].map((x) => addTo(thread, x)));
        assert.equal(answers, [0, 1, 3, 6]);
        assert.is((await thread.run("sum"))["sum"]!.values[0], 10);
      });
    }
  },
);

threads("GraphThread.run() rejects what TensorFlow cannot run, and continues", async () => {
  await withAdder(async (thread) => {
    const [refused, fine] = [thread.run("nothing"), addTo(thread, 1)];
    const error = await rejectionOf(refused);
    assert.instance(error, TensorFlowError);
    assert.match(error.message, /^TensorFlow failed: /);
    assert.is(await fine, 0);
    assert.is(await addTo(thread, 1), 1);
  });
});

threads("GraphThread.run() rejects after close(), and what close() has cut off", async () => {
  await withAdder(async (thread) => {
    const pending = rejectionOf(thread.run("sum"));
    await thread.close();
    assert.instance(await pending, TensorFlowError);
    const { message } = await rejectionOf(thread.run("sum"));
    assert.match(message, /^Cannot continue: the TensorFlow thread ended/);
  });
});

threads.run();
