/** Optimizers as data, and their update ops: fused kernels for SGD and Adam, composed ops for Muon. */
import { bool, type } from "@inception-edge/tensorflow/attributes";
import {
  assign,
  read,
  variable,
  type DataTypeName,
  type Effect,
  type GraphBuilder,
  type Tensor,
  type Variable,
} from "@inception-edge/tensorflow/graph";
import { add, constant, fill, multiply, scale } from "@inception-edge/tensorflow/ops";
import type { ModelVariable } from "./model-variables.ts";
import { muonUpdates, type MuonTuning } from "./muon/muon.ts";

/** An optimizer and its parameters. */
export type Optimizer =
  /** Kingma & Ba 2015, Algorithm 1. */
  | {
      readonly kind: "adam";
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    }
  /** Momentum, optionally as by Nesterov (Sutskever et al. 2013). */
  | { readonly kind: "sgd"; readonly momentum: number; readonly nesterov: boolean }
  /** Muon for the kernels of hidden layers; SGD with Nesterov momentum for the heads and all vectors. */
  | { readonly kind: "muon"; readonly momentum: number };

/** The optimizer's state, which checkpoints include. */
export interface OptimizerState {
  /** The slots of each trained variable, in the variables' order. */
  readonly slots: readonly (readonly Variable[])[];
  /** Adam's β₁ᵗ and β₂ᵗ; empty for the others. */
  readonly powers: readonly Variable[];
}

/** Names of the tensors that an optimizer stores for each trained variable, float32 of the same shape. */
export const SLOT_NAMES = {
  sgd: ["momentum"],
  adam: ["adam_m", "adam_v"],
  muon: ["momentum"],
} as const;

/** Declares the optimizer's state. */
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

/** A variable to update; all tensors have its shape, float32. */
export interface Trained {
  readonly weight: ModelVariable;
  /** The value at which the gradient was computed. */
  readonly value: Tensor;
  readonly gradient: Tensor;
}

/**
 * One step of `optimizer`: updates weights and state.
 * @param options.weightDecay factor λ of the L2 penalty: adds λ·w to the gradients of kernels that Muon does not update
 * @param options.learningRate float32 scalar
 * @param options.compute type of Muon's matrix products
 * @param options.muonTuning how Muon's matrix products are grouped
 */
export function applyUpdates(
  trained: readonly Trained[],
  state: OptimizerState,
  options: {
    optimizer: Optimizer;
    weightDecay: number;
    learningRate: Tensor;
    compute: DataTypeName;
    muonTuning: MuonTuning;
  },
): Effect[] {
  const { optimizer, weightDecay, learningRate, compute, muonTuning } = options;
  const steps = trained.map((each, index) => ({ ...each, slots: state.slots[index]! }));
  const decayed = (some: typeof steps): Decayed[] =>
    some.map(({ weight, value, gradient, slots }) => ({
      weight,
      slots,
      gradient:
        weightDecay > 0 && weight.spec.kind === "kernel"
          ? add(gradient, scale(value, weightDecay))
          : gradient,
    }));
  switch (optimizer.kind) {
    case "adam":
      return adam(decayed(steps), state.powers, optimizer, learningRate);
    case "sgd":
      return sgd(decayed(steps), optimizer, learningRate);
    case "muon": {
      const { momentum } = optimizer;
      const hidden = steps.filter(isHiddenKernel);
      const others = steps.filter((step) => !isHiddenKernel(step));
      return [
        ...muonUpdates(
          hidden.map(({ slots: [momentumBuffer], ...kernel }) => ({
            ...kernel,
            momentumBuffer: momentumBuffer!,
          })),
          { momentum, learningRate, compute, ...muonTuning },
        ),
        ...sgd(decayed(others), { momentum, nesterov: true }, learningRate),
      ];
    }
  }
}

function isHiddenKernel({ weight }: Trained): boolean {
  return weight.spec.kind === "kernel" && !weight.isHead;
}

/** A variable with weight decay in its gradient. */
interface Decayed {
  readonly weight: Variable;
  readonly gradient: Tensor;
  readonly slots: readonly Variable[];
}

function sgd(
  trained: readonly Decayed[],
  { momentum, nesterov }: Omit<Extract<Optimizer, { kind: "sgd" }>, "kind">,
  learningRate: Tensor,
): Effect[] {
  const { graph } = learningRate;
  const factor = constant(graph, momentum);
  return trained.map(({ weight, gradient, slots }) =>
    graph.add("ResourceApplyMomentum", {
      name: `${weight.name}/update`,
      inputs: [weight.handle, slots[0]!.handle, learningRate, gradient, factor],
      attributes: { T: type("float32"), use_locking: bool(false), use_nesterov: bool(nesterov) },
    }),
  );
}

function adam(
  trained: readonly Decayed[],
  powers: readonly Variable[],
  { beta1, beta2, epsilon }: Extract<Optimizer, { kind: "adam" }>,
  learningRate: Tensor,
): Effect[] {
  const { graph } = learningRate;
  const rates = [beta1, beta2].map((beta) => constant(graph, beta));
  const current = powers.map((power) => read(power));
  const updates = trained.map(({ weight, gradient, slots }) =>
    graph.add("ResourceApplyAdam", {
      name: `${weight.name}/update`,
      inputs: [
        weight.handle,
        ...slots.map((slot) => slot.handle),
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
