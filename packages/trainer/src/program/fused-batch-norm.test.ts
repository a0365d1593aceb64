/**
 * TensorFlow's optimizer fuses batch normalization and ReLU on a GPU, and their gradients, if the graph looks as its file
 * tensorflow/core/grappler/optimizers/remapper.cc wants: FindFusedBatchNormEx and FindFusedBatchNormGradEx.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1, weightSpecs } from "@inception-edge/model";
import { type } from "@inception-edge/tensorflow/attributes";
import { nodesBehind, type Node } from "../../test/program-nodes.ts";
import { unreadProgram } from "../../test/unread-program.ts";
import { trainSignature } from "./training-program.ts";
import { GPU_TUNING } from "./tuning.ts";

const fused = suite("a step in float16 on a GPU");

const model = inceptionV1({ classes: 200, normalization: "batch", dropout: { main: 0, aux: 0 } });

fused("has only maps whose channels are a multiple of four", () => {
  const layers = weightSpecs(model).filter(({ kind }) => kind === "gamma");
  assert.ok(layers.length > 50);
  for (const { name, shape } of layers) assert.is(shape[0]! % 4, 0, name);
});

for (const mergeSiblings of [false, true]) {
  fused(`fuses batch normalization with ReLU, merged siblings: ${mergeSiblings}`, () => {
    const byName = nodesBehind(
      unreadProgram(model, { precision: "f16", tuning: { ...GPU_TUNING, mergeSiblings } }),
      trainSignature(56),
    );
    const nodes = [...byName.values()];
    const norms = nodes.filter(({ op }) => op === "FusedBatchNormV3");
    const gradients = nodes.filter(({ op }) => op === "FusedBatchNormGradV3");
    assert.ok(norms.length > 30);
    assert.is(gradients.length, norms.length);

    const input = (node: Node, index: number): Node =>
      byName.get(node.input[index]!.replace(/:\d+$/, ""))!;
    /** Those that take the first output of `node`, or wait for it. */
    const users = ({ name }: Node): readonly Node[] =>
      nodes.filter((each) => each.input?.some((ref) => ref === name || ref === `^${name}`));

    for (const norm of norms) {
      requireForm(norm);
      const [user, ...others] = users(norm);
      assert.is(user?.op, "Relu", norm.name);
      assert.equal(others, [], norm.name);
      assert.not(waits(user!), norm.name);
    }
    for (const gradient of gradients) {
      requireForm(gradient);
      const reluGradient = input(gradient, 0);
      assert.is(reluGradient.op, "ReluGrad", gradient.name);
      assert.not(waits(reluGradient), gradient.name);
      assert.equal(users(reluGradient), [gradient], gradient.name);
      const relu = input(reluGradient, 1); // the output of the ReLU, not its input
      assert.is(relu.op, "Relu", gradient.name);
      assert.is(input(relu, 0), input(gradient, 5), gradient.name);
    }
  });
}

const waits = ({ input }: Node): boolean => input.some((ref) => ref.startsWith("^"));

function requireForm(node: Node): void {
  const { T, U, data_format: format } = node.attr!;
  assert.equal({ ...T }, type("float16"), node.name);
  assert.equal({ ...U }, type("float32"), node.name);
  assert.is(new TextDecoder().decode(format!.s), "NHWC", node.name);
  assert.not(waits(node), node.name);
}

fused.run();
