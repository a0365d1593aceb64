/**
 * Writes a graph and its signatures as a TensorFlow SavedModel folder, which `tf.node.loadSavedModel` reads. The graph
 * initializes its own variables, so the folder holds only `saved_model.pb`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import protobuf from "protobufjs";
import { dataType } from "./data-type.ts";
import type { Effect, GraphBuilder, Tensor } from "./graph-builder.ts";
import { savedModelProto } from "./saved-model-proto.ts";
import { shapeProto } from "./shape-proto.ts";

/** Named inputs and outputs of one entry point of the graph. */
export interface Signature {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

export const SERVING_TAG = "serve";

/** The GraphDef version of TensorFlow 2.9, which every later library still reads. */
const GRAPH_VERSION = { producer: 1087, minConsumer: 12 };

/** Serializes `graph`; `initialize`, if given, runs once when the model is loaded. */
export function encodeSavedModel(
  graph: GraphBuilder,
  signatures: Readonly<Record<string, Signature>>,
  initialize?: Effect,
): Uint8Array {
  const signatureDef: Record<string, unknown> = {};
  for (const [name, { inputs, outputs }] of Object.entries(signatures)) {
    signatureDef[name] = {
      inputs: tensorInfos(inputs),
      outputs: tensorInfos(outputs),
      methodName: "tensorflow/serving/predict",
    };
  }
  if (initialize) {
    // The loader looks for this key, and accepts a NoOp there (tensorflow/cc/saved_model/constants.h).
    const info = { name: initialize.ref, tensorShape: { unknownRank: true } };
    signatureDef["__saved_model_init_op"] = { outputs: { __saved_model_init_op: info } };
  }
  const SavedModel = protobuf.parse(savedModelProto).root.lookupType("tensorflow.SavedModel");
  const message = SavedModel.fromObject({
    savedModelSchemaVersion: 1,
    metaGraphs: [
      {
        metaInfoDef: { tags: [SERVING_TAG] },
        graphDef: { node: graph.nodes, versions: GRAPH_VERSION },
        signatureDef,
      },
    ],
  });
  return SavedModel.encode(message).finish();
}

/** Writes the SavedModel folder, creating it. */
export async function writeSavedModel(folder: string, savedModel: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "saved_model.pb"), savedModel);
}

function tensorInfos(tensors: Readonly<Record<string, Tensor>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tensors).map(([key, { ref, shape, dtype }]) => [
      key,
      {
        name: ref.includes(":") ? ref : `${ref}:0`,
        dtype: dataType[dtype],
        tensorShape: shapeProto(shape),
      },
    ]),
  );
}
