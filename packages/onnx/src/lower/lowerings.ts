/** Every operation of a graph, with how it is lowered. */
import type { GraphNode } from "@inception-edge/model";
import { concat, dropout, flatten } from "./arrange.ts";
import { conv } from "./conv.ts";
import { dense } from "./dense.ts";
import { input } from "./input.ts";
import type { Lowering, NodeOf } from "./lowering.ts";
import { averagePool, globalAveragePool, maxPool } from "./pool.ts";

/** By operation; the compiler asks for one for each. */
export const LOWERINGS: { readonly [Op in GraphNode["op"]]: Lowering<NodeOf<Op>> } = {
  input,
  conv,
  maxPool,
  averagePool,
  concat,
  globalAveragePool,
  flatten,
  dropout,
  dense,
};
