/** A recipe: everything about a training run except the data, the machine and the folder. */
import type { ResizeMethod } from "@inception-edge/image";
import type { Augmentation } from "../program/augmentation.ts";
import type { Mixing } from "../program/mixing.ts";
import type { Optimizer } from "../program/optimizer.ts";
import type { Photometric } from "../program/photometric.ts";
import type { Schedule, TrainSize } from "./schedule.ts";

/** A number of images to train on, each counted as often as it is seen. */
export interface Views {
  readonly images: number;
  /** Bounds of the passes that make this number. */
  readonly fewestEpochs: number;
  readonly mostEpochs: number;
  /** With fewer epochs, images are not mixed: mixing takes time to help. */
  readonly mixingFromEpochs: number;
}

/** One recipe. */
export interface Recipe {
  readonly name: string;
  /** Passes over the training images. */
  readonly epochs: number;
  /** For datasets of any size: how many images to train on, from which a new run computes its epochs. */
  readonly views?: Views;
  /** Epochs from one validation, with its checkpoint, to the next; default: 1. Where an epoch takes seconds, they add up. */
  readonly validateEvery?: number;
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
  /** Random changes of light and color; default: none. */
  readonly photometric?: Photometric;
  /**
   * Progressive resizing (Howard 2018): stages of training on smaller images, before the full size.
   * A step at 40 px takes 0.57 of the time of one at 56. Evaluation is always at `inputSize`.
   */
  readonly trainSizes?: readonly TrainSize[];
  /** How images are mixed in pairs, at every size that does not say otherwise; default: not at all. */
  readonly mixing?: Mixing;
  /**
   * The weights to export: those of the epoch with the best held-out accuracy, which is the default, or the last ones, which
   * suits a rate that ends at zero and so few held-out images that the best epoch would be a matter of chance.
   */
  readonly exports?: "best" | "last";
  /** Number of epochs without a better held_out_main_out_accuracy after which the run stops. */
  readonly patience: number;
}
