/** The flags of `train`. */
import { anyText, flag, integer, number, oneOf, toggle } from "@inception-edge/host";
import { PRECISIONS } from "@inception-edge/tensorflow";
import { recipes } from "../recipes/mod.ts";
import { deviceFlag } from "./device-flag.ts";
import { inputSizeFlag } from "./input-size-flag.ts";

const recipeSizes = [...new Set(Object.values(recipes).map(({ inputSize }) => inputSize))];

/** Flags by name, with their help texts and parsers. */
export const trainFlags = {
  dataset: flag(
    "PATH|demo|tiny-imagenet",
    "folder with a folder of images for each class, a table of labels (.csv, .jsonl), or a zip or tar of either (default: data/tiny-imagenet-200 if there, else the demo)",
    anyText,
  ),
  strict: toggle("refuse a dataset with files that cannot be used, instead of leaving them out"),
  recipe: flag(
    "NAME",
    `training recipe: ${Object.keys(recipes).join(", ")} (default: fine-tune where it starts from a network, demo for the demo, else modern-5)`,
    oneOf(...Object.keys(recipes)),
  ),
  from: flag(
    "shipped|scratch|DIR",
    "what to start with: the shipped network, random weights, or the network of a bundle or run (default: shipped for your own images, else scratch)",
    anyText,
  ),
  epochs: flag("N", "passes over the training images (default: the recipe's)", integer(1, 10_000)),
  batch: flag("N", "images per step (default: the recipe's)", integer(1, 8192)),
  "validate-every": flag(
    "N",
    "epochs from one validation to the next (default: the recipe's, or 1)",
    integer(1, 10_000),
  ),
  "input-size": inputSizeFlag(`the recipe's, ${recipeSizes.join(" or ")}`),
  precision: flag(
    PRECISIONS.join("|"),
    "number format of the computation; weights stay f32 (default: the fastest on this machine, see doctor)",
    oneOf(...PRECISIONS),
  ),
  device: deviceFlag,
  "learning-rate": flag("R", "peak learning rate (default: the recipe's)", number(0, 1000)),
  "limit-per-class": flag(
    "N",
    "use only N images of each class, chosen by --seed",
    integer(2, 1_000_000),
  ),
  balance: toggle(
    "draw every class equally often in training, however many images it has (for classes of very different sizes)",
  ),
  folds: flag(
    "K",
    "first cross-validate: train K networks, each on K - 1 of K parts, so that every image is classified by one that has not seen it (about K times the time)",
    integer(2, 20),
  ),
  exclude: flag(
    "FILE",
    "file listing images to leave out, one path per line, such as eda's exclude.txt",
    anyText,
  ),
  relabel: flag(
    "FILE",
    "relabel.csv of `eda audit`, edited: images to give another label, or to leave out",
    anyText,
  ),
  "channel-stats": flag(
    "FILE",
    "eda's channel-stats.json for this dataset and decoder, to be recorded with the run; it does not change the input",
    anyText,
  ),
  seed: flag("N", "random seed (default: 1)", integer(0, 2 ** 18 - 1)),
  out: flag("DIR", "folder of the run (default: runs/<time>, linked as runs/latest)", anyText),
  workers: flag(
    "HOST:PORT,HOST:PORT",
    "train on several machines: each worker runs the same command, with its own --rank, on its own copy of the images (default: TF_CONFIG's; see docs/distributed-training.md)",
    anyText,
  ),
  rank: flag(
    "K",
    "with --workers, which of them this is, from 0 (default: JOB_COMPLETION_INDEX)",
    integer(0, 4095),
  ),
  "checkpoint-seconds": flag(
    "N",
    "seconds of training between checkpoints (the most a crash can lose; default: 60)",
    integer(0, 86_400),
  ),
  resume: toggle(
    "continue the run in --out (default: runs/latest); --dataset sets where its images are now, --epochs how far to train",
  ),
  checkpoint: flag(
    "NAME",
    "with --resume, the checkpoint to continue from: best, or a folder in checkpoints/ (default: the newest)",
    anyText,
  ),
  "dry-run": toggle("build everything, overfit one batch, then stop"),
} as const;
