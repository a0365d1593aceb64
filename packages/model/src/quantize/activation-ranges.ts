/**
 * A range for every node: nodes that must share a scale share a range, estimated from those of them that
 * compute new values.
 *
 * A pool, a flattening and a concatenation work on stored integers, so their inputs and their output share
 * a scale; a convolution, a dense layer and a mean compute new values and may have a scale of their own. A
 * concatenated branch could keep a finer scale and be requantized, which rounds twice instead of once:
 * measured no better (bench/quantization.bench.ts).
 */
import { isHead, type Graph, type GraphNode } from "../graph.ts";
import { histogramOf, type Calibration } from "./calibration.ts";
import { estimateRange, type ActivationRange, type RangeEstimator } from "./estimate-range.ts";
import { SHARING } from "./scale-sources.ts";

/** Inputs are in [0, 1]: with this range the int8 input is the image's own bytes minus 128. */
const INPUT_RANGE: ActivationRange = { minimum: 0, maximum: 1 };

/** What the ranges are estimated from, and how. */
export interface ActivationRangesOptions {
  readonly calibration: Calibration;
  readonly estimator: RangeEstimator;
  /** Operations that share a scale with their inputs. Default: {@link SHARING}. */
  readonly sharing?: ReadonlySet<GraphNode["op"]>;
}

/**
 * Ranges by node name.
 * @throws {RangeError} when the calibration has no values of a node
 */
export function activationRanges(
  graph: Graph,
  { calibration, estimator, sharing = SHARING }: ActivationRangesOptions,
): ReadonlyMap<string, ActivationRange> {
  const ranges = new Map<string, ActivationRange>();
  for (const nodes of groups(graph, sharing)) {
    const computed = nodes.filter(({ op }) => !sharing.has(op));
    const range = computed.some(({ op }) => op === "input")
      ? INPUT_RANGE
      : estimateRange(
          computed.map(({ name }) => histogramOf(calibration, name)),
          // The largest logits decide the answer: clipped, they would be equal.
          computed.some(isHead) ? "min-max" : estimator,
        );
    for (const { name } of nodes) ranges.set(name, range);
  }
  return ranges;
}

/** Nodes grouped by the scale that they share. */
function groups(graph: Graph, sharing: ReadonlySet<GraphNode["op"]>): Iterable<GraphNode[]> {
  /** Group by the name of each node in it. */
  const groupOf = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    const joined = sharing.has(node.op) ? node.inputs.map((name) => groupOf.get(name)!) : [];
    const group = [...new Set(joined)].flat();
    group.push(node);
    for (const { name } of group) groupOf.set(name, group);
  }
  return new Set(groupOf.values());
}
