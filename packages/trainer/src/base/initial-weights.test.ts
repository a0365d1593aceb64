import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1 } from "@inception-edge/model";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { initialWeights } from "./initial-weights.ts";

const test = suite("initialWeights()");

const narrow = { widthMultiplier: 0.05, inputSize: 40 };
const classOf = (id: string) => ({ id, label: id, name: id });

test("takes over all layers but the head, and of the head the classes of the same id", () => {
  const graph = inceptionV1({ ...narrow, classes: 3, heads: "main" });
  const weights = randomWeights(graph, 1);
  const model = inceptionV1({ ...narrow, classes: 2, heads: "all" });
  const initial = randomWeights(model, 2);
  const manifest = { classes: ["apple", "cat", "dog"].map(classOf) };
  const taken = initialWeights({ graph, weights, manifest }, model, {
    classes: ["cat", "zebra"].map(classOf),
    initial,
  });

  assert.equal([...taken.keys()], [...initial.keys()]);
  for (const [name, value] of taken) {
    if (name.startsWith("aux")) assert.equal(value, initial.get(name), name);
    else if (!name.startsWith("main_out")) assert.equal(value, weights.get(name), name);
  }
  const { shape, values } = taken.get("main_out/kernel")!;
  const [theirs, ours] = [weights, initial].map((each) => each.get("main_out/kernel")!.values);
  assert.equal(shape, initial.get("main_out/kernel")!.shape);
  for (let row = 0; row < shape[0]!; row += 1) {
    assert.is(values[2 * row], theirs![3 * row + 1], "cat, the second of three");
    assert.is(values[2 * row + 1], ours![2 * row + 1], "zebra, which is new");
  }
  const bias = taken.get("main_out/bias")!.values;
  assert.is(bias[0], weights.get("main_out/bias")!.values[1]);
  assert.is(bias[1], initial.get("main_out/bias")!.values[1]);
});

test.run();
