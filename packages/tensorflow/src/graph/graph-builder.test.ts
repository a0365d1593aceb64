import { suite } from "uvu";
import * as assert from "uvu/assert";
import { GraphBuilder } from "./graph-builder.ts";
import { relu } from "./ops/activation.ts";

const builder = suite("GraphBuilder");

const float = { shape: [], dtype: "float32" } as const;

builder("GraphBuilder.add() names a node after its op, and makes names unique", () => {
  const graph = new GraphBuilder();
  const names = ["Relu", "Relu", "Relu", "Mul"].map((op) => graph.add(op).ref);
  assert.equal(names, ["Relu", "Relu_1", "Relu_2", "Mul"]);
});

builder("GraphBuilder.add() never gives one name twice, whatever names were asked for", () => {
  const graph = new GraphBuilder();
  for (const name of ["a", "a_1", "a", "a", "a_1"]) graph.add("NoOp", { name });
  const names = graph.nodes.map(({ name }) => name);
  assert.is(new Set(names).size, names.length, names.join(" "));
});

builder("GraphBuilder.scoped() prefixes names, nests, and ends also by an error", () => {
  const graph = new GraphBuilder();
  graph.scoped("outer", () => {
    assert.is(graph.add("NoOp").ref, "outer/NoOp");
    assert.is(
      graph.scoped("inner", () => graph.add("NoOp").ref),
      "outer/inner/NoOp",
    );
    assert.is(graph.add("NoOp").ref, "outer/NoOp_1");
  });
  assert.throws(() =>
    graph.scoped("broken", () => {
      throw new Error("on purpose");
    }),
  );
  assert.is(graph.add("NoOp").ref, "NoOp");
});

builder("GraphBuilder.add() spells later outputs as node:k, and effects as ^node", () => {
  const graph = new GraphBuilder();
  const split = graph.add("Split", { outputs: [float, float] });
  assert.equal(
    split.outputs.map(({ ref }) => ref),
    ["Split", "Split:1"],
  );
  graph.add("Use", { inputs: split.outputs, after: [{ ref: "Split:1" }] });
  assert.equal(graph.nodes[1]!.input, ["Split", "Split:1", "^Split"]);
});

builder("GraphBuilder.untaped() records nothing, also within another", () => {
  const graph = new GraphBuilder();
  const x = graph.tensor("Placeholder", "float32", [2]);
  graph.untaped(() => {
    graph.untaped(() => relu(x));
    relu(x);
  });
  assert.is(graph.tape.length, 0);
  const y = relu(x);
  assert.equal(
    graph.tape.flatMap(({ outputs }) => outputs),
    [y],
  );
});

builder.run();
