/**
 * Dynamic loss scaling (Micikevicius et al. 2018, "Mixed Precision Training"), as TensorFlow's LossScaleOptimizer and
 * PyTorch's GradScaler do it. The least float16 is 6·10⁻⁸, and most gradients of activations are smaller: the backward pass
 * computes them larger by a factor, by which the float32 gradients of the weights are divided. Where one of them is infinite,
 * the factor was too large.
 */
import { shapeSize } from "@inception-edge/model";
import {
  assign,
  read,
  variable,
  type Effect,
  type GraphBuilder,
  type Tensor,
  type Variable,
} from "@inception-edge/tensorflow/graph";
import {
  add,
  allFinite,
  concat,
  constant,
  divide,
  equal,
  maximum,
  minimum,
  multiply,
  reshape,
  scale as times,
  select,
  split,
} from "@inception-edge/tensorflow/ops";

/** The factor's first value, and its bounds. All are powers of two, so that scaling does not round. */
const FIRST = 2 ** 15;
const [LEAST, GREATEST] = [1, 2 ** 24] as const;

const STEPS_TO_DOUBLE = 2000;

/** What a run keeps from step to step, two scalars, which checkpoints include. */
export interface LossScale {
  readonly factor: Variable;
  /** Steps with finite gradients since the factor last changed. */
  readonly goodSteps: Variable;
  /** The factor is doubled after so many steps with finite gradients, and halved after one without. */
  readonly stepsToDouble: number;
}

/** Declares the variables. */
export function lossScale(graph: GraphBuilder, stepsToDouble: number = STEPS_TO_DOUBLE): LossScale {
  return {
    stepsToDouble,
    factor: variable(graph, "loss_scale/factor", constant(graph, FIRST)),
    goodSteps: variable(graph, "loss_scale/good_steps", constant(graph, 0)),
  };
}

/** One step's use of a loss scale. */
export interface ScaledStep {
  /** The gradients at the logits, float32, multiplied by the factor. */
  scaled(seeds: readonly Tensor[]): Tensor[];
  /**
   * The true gradients of the weights, float32, and the effects that choose the next factor. Unless all are finite, all are
   * zero: then the optimizer's momentum decays, and no weight is harmed.
   */
  unscaled(gradients: readonly Tensor[]): {
    readonly gradients: Tensor[];
    readonly effects: readonly Effect[];
  };
}

/** The use of `state` in a step; without one, nothing is scaled. */
export function scaledStep(state: LossScale | undefined): ScaledStep {
  if (!state) {
    return {
      scaled: (seeds) => [...seeds],
      unscaled: (gradients) => ({ gradients: [...gradients], effects: [] }),
    };
  }
  const { graph } = state.factor.handle;
  const factor = read(state.factor);
  return {
    scaled: (seeds) => seeds.map((seed) => multiply(seed, factor)),
    unscaled: (gradients) =>
      graph.untaped(() => {
        // As one vector: hundreds of small tensors would be hundreds of kernels on a GPU.
        const sizes = gradients.map(({ shape }) => shapeSize(shape));
        const whole = concat(
          gradients.map((gradient, index) => reshape(gradient, [sizes[index]!])),
        );
        const areFinite = allFinite(whole);
        const used = select(areFinite, divide(whole, factor), constant(graph, 0));
        return {
          gradients: split(used, sizes).map((part, index) =>
            reshape(part, gradients[index]!.shape),
          ),
          effects: adjusted(state, factor, areFinite),
        };
      }),
  };
}

function adjusted(
  { factor, goodSteps, stepsToDouble }: LossScale,
  current: Tensor,
  areFinite: Tensor,
): readonly Effect[] {
  const { graph } = current;
  const [zero, one] = [constant(graph, 0), constant(graph, 1)];
  const counted = select(areFinite, add(read(goodSteps), one), zero);
  const isDue = equal(counted, constant(graph, stepsToDouble));
  const larger = select(isDue, times(current, 2), current);
  const next = select(areFinite, larger, times(current, 1 / 2));
  const bounded = minimum(maximum(next, constant(graph, LEAST)), constant(graph, GREATEST));
  return [assign(factor, bounded), assign(goodSteps, select(isDue, zero, counted))];
}
