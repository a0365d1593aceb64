/**
 * TensorFlow's optimizer fuses batch normalization and ReLU on a GPU, and their gradients, if the graph looks as its file
 * tensorflow/core/grappler/optimizers/remapper.cc wants: FindFusedBatchNormEx and FindFusedBatchNormGradEx.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1, weightSpecs } from "@inception-edge/model";
import { type } from "@inception-edge/tensorflow/attributes";
import { nodesOf, type Node } from "../../test/program-nodes.ts";
import { modern15 } from "../recipes/modern-15.ts";
import { trainingProgram, trainSignature } from "./training-program.ts";
import { GPU_TUNING } from "./tuning.ts";

const fused = suite("a step in float16 on a GPU");

const model = inceptionV1({ classes: 200, normalization: "batch", dropout: { main: 0, aux: 0 } });
const layers = weightSpecs(model).filter(({ kind }) => kind === "gamma");
const nodes = nodesOf(
  trainingProgram(model, {
    ...modern15,
    images: { imagesPath: "unread", count: 1, size: 64 },
    view: { resize: "bilinear", size: 56 },
    evaluationBatchSize: 1,
    precision: "f16",
    seed: 1,
    tuning: GPU_TUNING,
  }),
  trainSignature(56),
);
const byName = new Map(nodes.map((node) => [node.name, node]));

const input = (node: Node, index: number): Node => byName.get(node.input[index]!)!;
/** The nodes that take the first output of `node`, or that wait for it. */
const users = (node: Node): readonly Node[] =>
  nodes.filter((each) =>
    (each.input ?? []).some((ref) => ref === node.name || ref === `^${node.name}`),
  );
const waits = (node: Node): boolean => node.input.some((ref) => ref.startsWith("^"));

function requireForm(node: Node): void {
  assert.equal({ ...node.attr["T"] }, type("float16"), node.name);
  assert.equal({ ...node.attr["U"] }, type("float32"), node.name);
  assert.is(new TextDecoder().decode(node.attr["data_format"]!.s), "NHWC", node.name);
  assert.not(waits(node), node.name);
}

fused("has only maps whose channels are a multiple of four", () => {
  for (const { name, shape } of layers) assert.is(shape[0]! % 4, 0, name);
});

fused("gives every batch normalization to its ReLU alone", () => {
  const norms = nodes.filter(({ op }) => op === "FusedBatchNormV3");
  assert.is(norms.length, layers.length);
  for (const norm of norms) {
    requireForm(norm);
    assert.equal(
      users(norm).map(({ op }) => op),
      ["Relu"],
      norm.name,
    );
  }
});

fused(
  "gives the gradient of every such ReLU to the gradient of its batch normalization alone",
  () => {
    const gradients = nodes.filter(({ op }) => op === "FusedBatchNormGradV3");
    assert.is(gradients.length, layers.length);
    for (const gradient of gradients) {
      requireForm(gradient);
      const reluGradient = input(gradient, 0);
      assert.is(reluGradient.op, "ReluGrad");
      assert.not(waits(reluGradient), reluGradient.name);
      assert.equal(users(reluGradient), [gradient]);
      const relu = input(reluGradient, 1);
      assert.is(relu.op, "Relu", "the output of the ReLU, not its input");
      assert.not(waits(relu), relu.name);
      assert.is(input(relu, 0), byName.get(gradient.input[5]!.replace(/:\d+$/, "")));
    }
  },
);

fused.run();
