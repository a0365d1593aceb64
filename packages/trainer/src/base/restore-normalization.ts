/**
 * Puts batch normalization back into a network whose weights have it folded in: kernels stay, and each layer's factor and
 * shift become those that give its former output by the statistics of the new images.
 */
import {
  isNormalized,
  type Graph,
  type NormalizedNode,
  type Weights,
  type WeightValues,
} from "@inception-edge/model";
import type { TrainerSession } from "../loop/trainer-session.ts";

/**
 * Layer by layer, since the statistics of one depend on those before it: as many passes over the session's images for
 * statistics as the longest path has convolutions.
 *
 * @param session of `model`, with the kernels loaded
 * @param folded biases by the names that they have without normalization
 */
export async function restoreNormalization(
  session: Pick<TrainerSession, "estimateStatistics" | "weights" | "load">,
  model: Graph,
  folded: Weights,
): Promise<void> {
  const layers = model.nodes.filter(isNormalized).filter(({ name }) => folded.has(`${name}/bias`));
  for (let pass = 0; pass < longestPath(model); pass += 1) {
    await session.estimateStatistics();
    const weights = await session.weights();
    await session.load(new Map(layers.flatMap((node) => restored(node, weights, folded))));
  }
}

/** γ = √(v + ε) and β = b + m, so that γ · (W∗x − m) / √(v + ε) + β = W∗x + b. */
function restored(
  { name, batchNormEpsilon }: NormalizedNode,
  weights: Weights,
  folded: Weights,
): [string, WeightValues][] {
  const { shape, values: means } = weights.get(`${name}/mean`)!;
  const gamma = weights.get(`${name}/variance`)!.values.map((v) => Math.sqrt(v + batchNormEpsilon));
  const beta = folded.get(`${name}/bias`)!.values.map((bias, channel) => bias + means[channel]!);
  return [
    [`${name}/gamma`, { shape, values: gamma }],
    [`${name}/beta`, { shape, values: beta }],
  ];
}

/** The most normalized layers from the input to any output. */
function longestPath({ nodes }: Graph): number {
  const lengths = new Map<string, number>();
  for (const node of nodes) {
    const before = Math.max(0, ...node.inputs.map((input) => lengths.get(input)!));
    lengths.set(node.name, before + (isNormalized(node) ? 1 : 0));
  }
  return Math.max(...lengths.values());
}
