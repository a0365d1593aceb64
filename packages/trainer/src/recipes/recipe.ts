/** A recipe: everything about a training run except the data, the machine and the folder. */
import type { ResizeMethod } from "@inception-edge/image";
import type { Augmentation } from "../program/augmentation.ts";
import type { Optimizer } from "../program/optimizer.ts";
import type { Schedule, TrainSize } from "./schedule.ts";

/** One recipe. */
export interface Recipe {
  readonly name: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  /** λ of the L2 penalty on kernels; it does not apply to biases, to batch normalization, or to kernels that Muon updates. */
  readonly weightDecay: number;
  /** In [0, 1). */
  readonly labelSmoothing: number;
  /** `batch`: batch normalization between convolution and ReLU, which export folds into the weights. */
  readonly normalization: "bias" | "batch";
  readonly dropout: { readonly main: number; readonly aux: number };
  /** Side of the network's input, px. */
  readonly inputSize: number;
  /** How a stored image becomes the input in evaluation and serving. */
  readonly resize: ResizeMethod;
  readonly augmentation: Augmentation;
  /**
   * Progressive resizing (Howard 2018): stages of training on smaller images, before the full size.
   * A step at 40 px takes 0.57 of the time of one at 56. Evaluation is always at `inputSize`.
   */
  readonly trainSizes?: readonly TrainSize[];
  /** Number of epochs without a better held_out_main_out_accuracy after which the run stops. */
  readonly patience: number;
}
