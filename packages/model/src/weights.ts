/**
 * Weight values by name, apart from the graph that says what they mean. The form in which weights
 * pass between training, export and every builder. A map may hold more than a graph needs.
 */
import {
  shapeSize,
  shapeText,
  weightSpecs,
  type Graph,
  type Shape,
  type WeightSpec,
} from "./graph.ts";

/** One array, row-major in its shape. */
export interface WeightValues {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** By {@link WeightSpec} name. */
export type Weights = ReadonlyMap<string, WeightValues>;

/** A network that can answer. */
export interface WeightedGraph {
  readonly graph: Graph;
  readonly weights: Weights;
}

/**
 * The values of one weight.
 * @throws {RangeError} when they are missing or of another shape
 */
export function weightValues(weights: Weights, spec: WeightSpec): Float32Array {
  const defect = weightDefect(weights, spec);
  if (defect !== undefined) throw new RangeError(`Cannot use weights: ${defect}`);
  return weights.get(spec.name)!.values;
}

/**
 * Checks that every weight of the graph is there, in its shape.
 * @throws {RangeError} that names all that are not
 */
export function checkWeights(graph: Graph, weights: Weights): void {
  const defects = weightSpecs(graph).flatMap((spec) => weightDefect(weights, spec) ?? []);
  if (defects.length > 0) throw new RangeError(`Cannot use weights: ${defects.join("; ")}`);
}

function weightDefect(weights: Weights, { name, shape }: WeightSpec): string | undefined {
  const found = weights.get(name);
  if (found === undefined) return `"${name}" is missing`;
  if (shapeText(found.shape) !== shapeText(shape)) {
    return `"${name}" is ${shapeText(found.shape)}, wanted ${shapeText(shape)}`;
  }
  if (found.values.length !== shapeSize(shape)) {
    return `"${name}" holds ${found.values.length} values, wanted ${shapeSize(shape)}`;
  }
  return undefined;
}
