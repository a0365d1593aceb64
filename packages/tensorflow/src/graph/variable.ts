/** Variables of a graph, which keep their values from one run to the next. */
import { shape as shapeAttribute, string, type } from "./attributes.ts";
import type { Effect, GraphBuilder, Shape, Tensor } from "./graph-builder.ts";

/** A float32 variable. */
export interface Variable {
  readonly name: string;
  readonly shape: Shape;
  readonly handle: Tensor;
  /** Its value when the model is loaded. */
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

/** The variable's value once `after` has happened. */
export function read(source: Variable, after: readonly Effect[] = []): Tensor {
  return source.handle.graph.tensor("ReadVariableOp", "float32", source.shape, {
    inputs: [source.handle],
    name: `${source.name}/read`,
    after,
    attributes: { dtype: type("float32") },
  });
}

/** Sets the variable once `after` has happened. A value that is fed goes through `deepCopy` first, which says why. */
export function assign(target: Variable, value: Tensor, after: readonly Effect[] = []): Effect {
  return target.handle.graph.add("AssignVariableOp", {
    inputs: [target.handle, value],
    name: `${target.name}/assign`,
    after,
    attributes: { dtype: type("float32") },
  });
}

/** An effect that has happened once all of `effects` have. */
export function group(graph: GraphBuilder, name: string, effects: readonly Effect[]): Effect {
  return graph.add("NoOp", { name, after: effects });
}
