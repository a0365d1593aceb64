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

/** State of the optimizer, checkpointed beside the weights. */
export interface OptimizerState {
  /** Of each trained variable, in their order. */
  readonly slots: readonly (readonly Variable[])[];
  /** Adam's β₁ᵗ and β₂ᵗ; empty for SGD. */
  readonly powers: readonly Variable[];
}

const SLOT_NAMES = { sgd: ["momentum"], adam: ["adam_m", "adam_v"] } as const;

export function optimizerState(
  graph: GraphBuilder,
  trained: readonly Variable[],
  optimizer: Optimizer,
): OptimizerState {
  const slots = trained.map(({ name, shape }) =>
    SLOT_NAMES[optimizer.kind].map((slot) =>
      variable(graph, `${name}/${slot}`, fill(graph, shape, 0)),
    ),
  );
  const betas = optimizer.kind === "adam" ? [optimizer.beta1, optimizer.beta2] : [];
  const powers = betas.map((beta, index) =>
    variable(graph, `adam/beta${index + 1}_power`, constant(graph, beta)),
  );
  return { slots, powers };
}

export interface Trained {
  readonly of: ModelVariable;
  /** The value the gradient was taken at. */
  readonly value: Tensor;
  readonly gradient: Tensor;
}

/**
 * One step of `optimizer`: new weights, new state.
 * @param weightDecay L2 penalty's factor λ: λ·w joins the gradient of kernels, and of nothing else.
 * @param learningRate float32 scalar.
 */
export function applyUpdates(
  trained: readonly Trained[],
  state: OptimizerState,
  options: { optimizer: Optimizer; weightDecay: number; learningRate: Tensor },
): Effect[] {
  const { optimizer, weightDecay, learningRate } = options;
  const decayed = trained.map(({ of, value, gradient }) => ({
    of,
    gradient:
      weightDecay > 0 && of.spec.kind === "kernel"
        ? add(gradient, scale(value, weightDecay))
        : gradient,
  }));
  return optimizer.kind === "adam"
    ? adam(decayed, state, optimizer, learningRate)
    : sgd(decayed, state, optimizer, learningRate);
}

interface Decayed {
  readonly of: Variable;
  readonly gradient: Tensor;
}

function sgd(
  trained: readonly Decayed[],
  { slots }: OptimizerState,
  { momentum, nesterov }: Extract<Optimizer, { kind: "sgd" }>,
  learningRate: Tensor,
): Effect[] {
  const { graph } = learningRate;
  const factor = constant(graph, momentum);
  return trained.map(({ of, gradient }, index) =>
    graph.add("ResourceApplyMomentum", {
      name: `${of.name}/update`,
      inputs: [of.handle, slots[index]![0]!.handle, learningRate, gradient, factor],
      attributes: { T: type("float32"), use_locking: bool(false), use_nesterov: bool(nesterov) },
    }),
  );
}

function adam(
  trained: readonly Decayed[],
  { slots, powers }: OptimizerState,
  { beta1, beta2, epsilon }: Extract<Optimizer, { kind: "adam" }>,
  learningRate: Tensor,
): Effect[] {
  const { graph } = learningRate;
  const rates = [beta1, beta2].map((beta) => constant(graph, beta));
  const current = powers.map((power) => read(power));
  const updates = trained.map(({ of, gradient }, index) =>
    graph.add("ResourceApplyAdam", {
      name: `${of.name}/update`,
      inputs: [
        of.handle,
        ...slots[index]!.map((slot) => slot.handle),
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
  return [...updates, ...advance];
}
