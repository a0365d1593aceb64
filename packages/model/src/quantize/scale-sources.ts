/** Where the scale of an operation's output comes from when it computes in integers. */
import type { GraphNode, Operation } from "../graph.ts";

/**
 * `own`: it computes new values, which may have a scale of their own. `input`: it works on stored integers, so its inputs
 * and its output share a scale. `none`: it computes nothing; its output is its input's own values.
 */
export type ScaleSource = "own" | "input" | "none";

/** By operation; the compiler asks for one for each. */
const SCALE_SOURCES: { readonly [Op in Operation["op"]]: ScaleSource } = {
  input: "own",
  conv: "own",
  maxPool: "input",
  averagePool: "input",
  concat: "input",
  globalAveragePool: "own", // The mean of a map is far smaller than its largest value.
  flatten: "none",
  dropout: "none",
  dense: "own",
};

/** Whether the node computes or picks values, rather than passing on its input's. */
export function computesValues({ op }: GraphNode): boolean {
  return SCALE_SOURCES[op] !== "none";
}

/** Operations whose output has the scale of their inputs. */
export const SHARING: ReadonlySet<Operation["op"]> = new Set(
  (Object.keys(SCALE_SOURCES) as Operation["op"][]).filter((op) => SCALE_SOURCES[op] !== "own"),
);
