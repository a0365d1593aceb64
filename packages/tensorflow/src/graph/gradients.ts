/**
 * Reverse-mode differentiation over a graph's tape. Each op in ./ops records its own backward rule; this file applies
 * them in reverse order and sums the gradients of tensors that are used more than once.
 */
import type { Tensor } from "./graph-builder.ts";
import { addN, cast } from "./ops/arithmetic.ts";
import { fill } from "./ops/constant.ts";

/**
 * Gradients of a scalar with respect to `targets`, given pairs of tensors and the scalar's gradients at them
 * (for a cross-entropy: `[logits, softmax − labels]`).
 * @throws {Error} when a target does not influence the seeds
 */
export function gradients(
  seeds: readonly (readonly [Tensor, Tensor])[],
  targets: readonly Tensor[],
): Tensor[] {
  const collected = new Map<string, Tensor[]>();
  const collect = (tensor: Tensor, gradient: Tensor): void => {
    const list = collected.get(tensor.ref);
    if (list) list.push(gradient);
    else collected.set(tensor.ref, [gradient]);
  };
  const total = (tensor: Tensor): Tensor | undefined => {
    const list = collected.get(tensor.ref);
    if (!list) return undefined;
    const sum = addN(list);
    collected.set(tensor.ref, [sum]);
    return sum;
  };

  const graph = seeds[0]?.[0].graph;
  if (!graph) throw new RangeError("Cannot differentiate: no seeds given");
  return graph.untaped(() => {
    for (const [tensor, gradient] of seeds) collect(tensor, gradient);
    for (const { outputs, inputs, backward } of graph.tape.toReversed()) {
      const reached = outputs.map(total);
      if (reached.every((gradient) => gradient === undefined)) continue;
      const whole = reached.map((gradient, index) => gradient ?? zerosLike(outputs[index]!));
      for (const [index, part] of backward(whole).entries()) {
        if (part) collect(inputs[index]!, part);
      }
    }
    return targets.map((target) => {
      const gradient = total(target);
      if (!gradient) throw new Error(`Cannot differentiate: no gradient reaches "${target.ref}"`);
      return gradient;
    });
  });
}

/** The gradient of an output that nothing uses, where others of its op are used. */
function zerosLike({ graph, shape, dtype }: Tensor): Tensor {
  return cast(fill(graph, shape, 0), dtype);
}
