/** Variables of a graph: a resource that lives in the session from one run to the next. */
import { shape as shapeAttribute, string, type } from "./attributes.ts";
import type { Effect, GraphBuilder, Shape, Tensor } from "./graph-builder.ts";

/** Holds a float32 tensor of one shape. */
export interface Variable {
  readonly name: string;
  readonly shape: Shape;
  readonly handle: Tensor;
  /** The float32 value it gets when the model is loaded. */
  readonly initial: Tensor;
}

/** Declares a float32 variable; `name` is also its name in checkpoints. */
export function variable(graph: GraphBuilder, name: string, initial: Tensor): Variable {
  const handle = graph.tensor("VarHandleOp", "resource", [], {
    name,
    attributes: {
      dtype: type("float32"),
      shape: shapeAttribute(initial.shape),
      shared_name: string(name),
      container: string(""),
    },
  });
  return { name, shape: initial.shape, handle, initial };
}

/** The variable's value, once `after` has happened. */
export function read(source: Variable, after: readonly Effect[] = []): Tensor {
  return source.handle.graph.tensor("ReadVariableOp", "float32", source.shape, {
    inputs: [source.handle],
    name: `${source.name}/read`,
    after,
    attributes: { dtype: type("float32") },
  });
}

/** Stores a float32 value of the variable's shape, once `after` has happened. */
export function assign(to: Variable, value: Tensor, after: readonly Effect[] = []): Effect {
  return to.handle.graph.add("AssignVariableOp", {
    inputs: [to.handle, value],
    name: `${to.name}/assign`,
    after,
    attributes: { dtype: type("float32") },
  });
}

/** A node that has run when all of `effects` have. */
export function group(graph: GraphBuilder, name: string, effects: readonly Effect[]): Effect {
  return graph.add("NoOp", { name, after: effects });
}
