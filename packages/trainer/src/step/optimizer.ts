/** Optimizers as data, and the update ops they become: one fused kernel a variable. */
import { bool, type } from "../graph/attributes.ts";
import type { Effect, GraphBuilder, Tensor } from "../graph/graph-builder.ts";
import { add, multiply, scale } from "../graph/ops/arithmetic.ts";
import { constant, fill } from "../graph/ops/constant.ts";
import { assign, read, variable, type Variable } from "../graph/variable.ts";
import type { ModelVariable } from "./model-variables.ts";

export type Optimizer =
  /** Kingma & Ba 2015, Algorithm 1. */
  | {
      readonly kind: "adam";
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    }
  /** Momentum with Nesterov's look-ahead (Sutskever et al. 2013). */
  | { readonly kind: "sgd"; readonly momentum: number; readonly nesterov: boolean };

export interface Updates {
  /** State of the optimizer, checkpointed beside the weights. */
  readonly slots: readonly Variable[];
  readonly effects: readonly Effect[];
}

export interface Trained {
  readonly of: ModelVariable;
  /** The value the gradient was taken at. */
  readonly value: Tensor;
  readonly gradient: Tensor;
}

/**
 * @param weightDecay L2 penalty's factor λ: λ·w joins the gradient of kernels, and of nothing else.
 * @param learningRate float32 scalar.
 */
export function applyUpdates(
  graph: GraphBuilder,
  trained: readonly Trained[],
  options: { optimizer: Optimizer; weightDecay: number; learningRate: Tensor },
): Updates {
  const { optimizer, weightDecay, learningRate } = options;
  const decayed = trained.map(({ of, value, gradient }) => ({
    of,
    gradient:
      weightDecay > 0 && of.spec.kind === "kernel"
        ? add(gradient, scale(value, weightDecay))
        : gradient,
  }));
  return optimizer.kind === "adam"
    ? adam(graph, decayed, optimizer, learningRate)
    : sgd(graph, decayed, optimizer, learningRate);
}

interface Decayed {
  readonly of: Variable;
  readonly gradient: Tensor;
}

function sgd(
  graph: GraphBuilder,
  trained: readonly Decayed[],
  { momentum, nesterov }: Extract<Optimizer, { kind: "sgd" }>,
  learningRate: Tensor,
): Updates {
  const factor = constant(graph, momentum);
  const slots = trained.map(({ of }) => zeroSlot(graph, of, "momentum"));
  const effects = trained.map(({ of, gradient }, index) =>
    graph.add("ResourceApplyMomentum", {
      name: `${of.name}/update`,
      inputs: [of.handle, slots[index]!.handle, learningRate, gradient, factor],
      attributes: { T: type("float32"), use_locking: bool(false), use_nesterov: bool(nesterov) },
    }),
  );
  return { slots, effects };
}

function adam(
  graph: GraphBuilder,
  trained: readonly Decayed[],
  { beta1, beta2, epsilon }: Extract<Optimizer, { kind: "adam" }>,
  learningRate: Tensor,
): Updates {
  const rates = [beta1, beta2].map((beta) => constant(graph, beta));
  // β₁ᵗ and β₂ᵗ of the bias correction.
  const powers = [beta1, beta2].map((beta, index) =>
    variable(graph, `adam/beta${index + 1}_power`, constant(graph, beta)),
  );
  const current = powers.map((power) => read(power));
  const moments = trained.map(({ of }) => [
    zeroSlot(graph, of, "adam_m"),
    zeroSlot(graph, of, "adam_v"),
  ]);
  const updates = trained.map(({ of, gradient }, index) =>
    graph.add("ResourceApplyAdam", {
      name: `${of.name}/update`,
      inputs: [
        of.handle,
        ...moments[index]!.map((slot) => slot.handle),
        ...current,
        learningRate,
        ...rates,
        constant(graph, epsilon),
        gradient,
      ],
      attributes: { T: type("float32"), use_locking: bool(false), use_nesterov: bool(false) },
    }),
  );
  const advance = powers.map((power, index) =>
    assign(power, multiply(current[index]!, rates[index]!), updates),
  );
  return { slots: [...moments.flat(), ...powers], effects: [...updates, ...advance] };
}

function zeroSlot(graph: GraphBuilder, of: Variable, name: string): Variable {
  return variable(graph, `${of.name}/${name}`, fill(graph, of.shape, 0));
}
