/**
 * The model's weights as graph variables, with initial values by seed: He et al. 2015 for layers followed by ReLU,
 * variance 1/fan-in for the softmax heads, so that training starts at a loss of ln(classes).
 */
import {
  isHead,
  shapeSize,
  type Graph,
  type GraphNode,
  type WeightSpec,
} from "@inception-edge/model";
import {
  variable,
  type GraphBuilder,
  type Tensor,
  type Variable,
} from "@inception-edge/tensorflow/graph";
import { constant, fill, RandomStreams, scale } from "@inception-edge/tensorflow/ops";

/** Truncation at ±2 deviations reduces a normal distribution's deviation to this fraction. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/** A weight of the model. */
export interface ModelVariable extends Variable {
  readonly spec: WeightSpec;
  /** Whether it belongs to a layer that outputs logits. */
  readonly isHead: boolean;
}

/** One variable for each weight of `model`, by weight name, in the model's order. */
export function modelVariables(
  graph: GraphBuilder,
  model: Graph,
  seed: number,
): ReadonlyMap<string, ModelVariable> {
  const random = new RandomStreams(graph, seed, constant(graph, INITIAL_COUNTER, "int32"));
  const variables = new Map<string, ModelVariable>();
  for (const node of model.nodes) {
    for (const spec of node.weights) {
      const initial = initialValue(graph, node, spec, random);
      variables.set(spec.name, {
        ...variable(graph, spec.name, initial),
        spec,
        isHead: isHead(node),
      });
    }
  }
  return variables;
}

/** Steps count from 0, so no step uses the same random numbers as initialization. */
const INITIAL_COUNTER = -1;

function initialValue(
  graph: GraphBuilder,
  node: GraphNode,
  { kind, shape }: WeightSpec,
  random: RandomStreams,
): Tensor {
  if (kind === "kernel") {
    const fanIn = shapeSize(shape.slice(0, -1));
    const gain = isHead(node) ? 1 : 2;
    return scale(random.truncatedNormal(shape), Math.sqrt(gain / fanIn) / TRUNCATED_DEVIATION);
  }
  return fill(graph, shape, kind === "gamma" || kind === "variance" ? 1 : 0);
}
