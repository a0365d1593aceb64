/**
 * Graphs of TensorFlow operations built in TypeScript, with gradients, written as a SavedModel.
 *
 * @example
 * ```ts
 * import { encodeSavedModel, GraphBuilder, writeSavedModel } from "@inception-edge/tensorflow/graph";
 * import { placeholder, relu } from "@inception-edge/tensorflow/ops";
 *
 * const graph = new GraphBuilder();
 * const x = placeholder(graph, "x", "float32", [1, 2]);
 * const main = { inputs: { x }, outputs: { y: relu(x) } };
 * await writeSavedModel("program", encodeSavedModel(graph, { main }));
 * ```
 *
 * @module
 */
export type { DataTypeName } from "./data-type.ts";
export { gradients } from "./gradients.ts";
export {
  GraphBuilder,
  type Attribute,
  type Effect,
  type Shape,
  type Tensor,
} from "./graph-builder.ts";
export { savedModelProto } from "./saved-model-proto.ts";
export { encodeSavedModel, writeSavedModel, type Signature } from "./saved-model.ts";
export { assign, group, read, variable, type Variable } from "./variable.ts";
