/**
 * A range for every node: one for all that share a scale, from what was seen of those that compute anew.
 *
 * A pool, a flattening and a concatenation work on stored values, so what they read and what they yield
 * share a scale; a convolution, a dense layer and a mean compute anew, and may choose their own. A branch
 * that is concatenated could keep a finer scale of its own and be requantized, which rounds twice where
 * it now rounds once: measured no better (bench/quantization.bench.ts).
 */
import { isHead, type Graph, type GraphNode } from "../graph.ts";
import { estimateRange } from "./estimate-range.ts";
import type { ActivationRange, RangeEstimator } from "./estimate-range.ts";
import { histogramOf } from "./calibration.ts";
import type { Calibration } from "./calibration.ts";

/** Operations that work on stored values. */
export const SHARING: ReadonlySet<GraphNode["op"]> = new Set([
  "maxPool",
  "averagePool",
  "concat",
  "flatten",
  "dropout",
]);

/** Samples are in [0, 1]: with this range the int8 input is the image's own bytes less 128. */
const INPUT_RANGE: ActivationRange = { minimum: 0, maximum: 1 };

export interface ActivationRangesOptions {
  readonly calibration: Calibration;
  readonly estimator: RangeEstimator;
  /** Default: {@link SHARING}. */
  readonly sharing?: ReadonlySet<GraphNode["op"]>;
}

/** @throws {RangeError} when the calibration lacks a node */
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
          // The largest logits decide: cut off, they would be equal.
          computed.some(isHead) ? "min-max" : estimator,
        );
    for (const { name } of nodes) ranges.set(name, range);
  }
  return ranges;
}

/** Nodes that share a scale, together. */
function groups(graph: Graph, sharing: ReadonlySet<GraphNode["op"]>): Iterable<GraphNode[]> {
  /** Group by node name. */
  const groupOf = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    const joined = sharing.has(node.op) ? node.inputs.map((name) => groupOf.get(name)!) : [];
    const group = [...new Set(joined)].flat();
    group.push(node);
    for (const { name } of group) groupOf.set(name, group);
  }
  return new Set(groupOf.values());
}
