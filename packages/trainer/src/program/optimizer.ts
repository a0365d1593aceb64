/** Optimizers as data, and the update ops they become: fused kernels for SGD and Adam, composed ops for Muon. */
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
import { muonUpdates } from "./muon/muon.ts";

export type Optimizer =
  /** Kingma & Ba 2015, Algorithm 1. */
  | {
      readonly kind: "adam";
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    }
  /** Momentum with Nesterov's look-ahead (Sutskever et al. 2013). */
  | { readonly kind: "sgd"; readonly momentum: number; readonly nesterov: boolean }
  /** Muon for the kernels of hidden layers; SGD with Nesterov's momentum for the heads and all vectors. */
  | { readonly kind: "muon"; readonly momentum: number };

/** State of the optimizer, checkpointed beside the weights. */
export interface OptimizerState {
  /** Of each trained variable, in their order. */
  readonly slots: readonly (readonly Variable[])[];
  /** Adam's β₁ᵗ and β₂ᵗ; empty for the others. */
  readonly powers: readonly Variable[];
}

/** What an optimizer keeps beside each trained variable, of its shape, float32. */
export const SLOT_NAMES = {
  sgd: ["momentum"],
  adam: ["adam_m", "adam_v"],
  muon: ["momentum"],
} as const;

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
 * @param weightDecay L2 penalty's factor λ: λ·w joins the gradient of kernels, and of nothing else; Muon's have none.
 * @param learningRate float32 scalar.
 * @param compute of Muon's matrix products.
 */
export function applyUpdates(
  trained: readonly Trained[],
  state: OptimizerState,
  options: {
    optimizer: Optimizer;
    weightDecay: number;
    learningRate: Tensor;
    compute: DataTypeName;
    stackOverhead: number;
  },
): Effect[] {
  const { optimizer, weightDecay, learningRate, compute, stackOverhead } = options;
  const steps = trained.map((each, index) => ({ ...each, slots: state.slots[index]! }));
  const decayed = (some: typeof steps): Decayed[] =>
    some.map(({ of, value, gradient, slots }) => ({
      of,
      slots,
      gradient:
        weightDecay > 0 && of.spec.kind === "kernel"
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
          hidden.map(({ slots: [velocity], ...kernel }) => ({ ...kernel, velocity: velocity! })),
          { momentum, learningRate, compute, stackOverhead },
        ),
        ...sgd(decayed(others), { momentum, nesterov: true }, learningRate),
      ];
    }
  }
}

function isHiddenKernel({ of }: Trained): boolean {
  return of.spec.kind === "kernel" && !of.ofHead;
}

interface Decayed {
  readonly of: Variable;
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
  return trained.map(({ of, gradient, slots }) =>
    graph.add("ResourceApplyMomentum", {
      name: `${of.name}/update`,
      inputs: [of.handle, slots[0]!.handle, learningRate, gradient, factor],
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
  const updates = trained.map(({ of, gradient, slots }) =>
    graph.add("ResourceApplyAdam", {
      name: `${of.name}/update`,
      inputs: [
        of.handle,
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
