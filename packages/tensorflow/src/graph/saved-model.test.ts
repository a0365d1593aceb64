import { readFile } from "node:fs/promises";
import { join } from "node:path";
import protobuf from "protobufjs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { GraphBuilder } from "./graph-builder.ts";
import { scale } from "./ops/arithmetic.ts";
import { placeholder } from "./ops/constant.ts";
import { savedModelProto } from "./saved-model-proto.ts";
import { encodeSavedModel, writeSavedModel } from "./saved-model.ts";
import { group } from "./variable.ts";

const savedModel = suite("encodeSavedModel()");

interface Decoded {
  readonly metaGraphs: readonly {
    readonly metaInfoDef: { readonly tags: readonly string[] };
    readonly graphDef: {
      readonly node: readonly Record<string, unknown>[];
      readonly versions: object;
    };
    readonly signatureDef: Readonly<
      Record<string, { inputs?: object; outputs?: object; methodName?: string }>
    >;
  }[];
}

function decode(bytes: Uint8Array): Decoded["metaGraphs"][number] {
  const SavedModel = protobuf.parse(savedModelProto).root.lookupType("tensorflow.SavedModel");
  const decoded = SavedModel.toObject(SavedModel.decode(bytes), { longs: Number }) as Decoded;
  assert.is(decoded.metaGraphs.length, 1);
  return decoded.metaGraphs[0]!;
}

/** y = 3·x with an initializer. */
function tripled(): Uint8Array {
  const graph = new GraphBuilder();
  const x = placeholder(graph, "x", "float32", [2, 3]);
  const signature = { inputs: { x }, outputs: { y: scale(x, 3) } };
  return encodeSavedModel(graph, { triple: signature }, group(graph, "initialize", []));
}

savedModel("encodeSavedModel() writes nodes in order with their inputs and attributes", () => {
  const { metaInfoDef, graphDef } = decode(tripled());
  assert.equal(metaInfoDef.tags, ["serve"]);
  assert.equal(graphDef.versions, { producer: 1087, minConsumer: 12 });
  assert.equal(
    graphDef.node.map(({ op, name, input }) => [op, name, input]),
    [
      ["Placeholder", "x", undefined],
      ["Const", "Const", undefined],
      ["Mul", "Mul", ["x", "Const"]],
      ["NoOp", "initialize", undefined],
    ],
  );
  assert.equal(graphDef.node[0]!["attr"], {
    dtype: { type: 1 },
    shape: { shape: { dim: [{ size: 2 }, { size: 3 }] } },
  });
  const three = new Uint8Array(Float32Array.of(3).buffer);
  const { value } = graphDef.node[1]!["attr"] as { value: { tensor: { tensorContent: Buffer } } };
  assert.equal([...value.tensor.tensorContent], [...three]);
});

savedModel("encodeSavedModel() writes signatures by output, type and shape", () => {
  const { signatureDef } = decode(tripled());
  const tensorShape = { dim: [{ size: 2 }, { size: 3 }] };
  assert.equal(signatureDef["triple"], {
    inputs: { x: { name: "x:0", dtype: 1, tensorShape } },
    outputs: { y: { name: "Mul:0", dtype: 1, tensorShape } },
    methodName: "tensorflow/serving/predict",
  });
});

savedModel("encodeSavedModel() names the initializer where TensorFlow's loader looks", () => {
  const { signatureDef } = decode(tripled());
  const key = "__saved_model_init_op";
  assert.equal(signatureDef[key]!.outputs, {
    [key]: { name: "initialize", tensorShape: { unknownRank: true } },
  });
  const without = decode(encodeSavedModel(new GraphBuilder(), {}));
  assert.not.ok(Object.hasOwn(without.signatureDef ?? {}, key));
});

savedModel("writeSavedModel() makes the folder and its saved_model.pb", async () => {
  await inTemporaryFolder(async (folder) => {
    const bytes = tripled();
    await writeSavedModel(join(folder, "a", "b"), bytes);
    assert.equal([...(await readFile(join(folder, "a/b/saved_model.pb")))], [...bytes]);
  });
});

savedModel.run();
