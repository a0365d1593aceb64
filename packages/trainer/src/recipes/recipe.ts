/** What a recipe decides: everything about a training run that is not the data, the machine or the place. */
import type { ResizeMethod } from "@inception-edge/image";
import type { Augmentation } from "../program/augmentation.ts";
import type { Optimizer } from "../program/optimizer.ts";
import type { Schedule, TrainSize } from "./schedule.ts";

export interface Recipe {
  readonly name: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  /** λ of the L2 penalty on kernels; biases and batch-norm vectors are never decayed, nor are kernels that Muon moves. */
  readonly weightDecay: number;
  /** In [0, 1). */
  readonly labelSmoothing: number;
  /** `batch`: batch normalisation between convolution and ReLU, folded away at export. */
  readonly normalization: "bias" | "batch";
  readonly dropout: { readonly main: number; readonly aux: number };
  /** How 64 × 64 becomes 56 × 56 at evaluation and in service. */
  readonly resize: ResizeMethod;
  readonly augmentation: Augmentation;
  /**
   * Progressive resizing (Howard 2018): stages of training on smaller images, before the full size.
   * A step at 40 px costs 0.57 of one at 56. Evaluation is always at full size.
   */
  readonly trainSizes?: readonly TrainSize[];
  /** Epochs without a better held_out_main_out_accuracy before the run stops. */
  readonly patience: number;
}
