/** The flags of `start`, the training command. */
import { flag, integer, number, oneOf, toggle } from "@inception-edge/host";
import { PRECISIONS } from "@inception-edge/tensorflow";
import { recipes } from "../recipes/mod.ts";
import { deviceFlag } from "./device-flag.ts";

const text = (value: string): string => value;

export const trainFlags = {
  dataset: flag(
    "DIR|demo|tiny-imagenet",
    "folder of the dataset (default: data/tiny-imagenet-200 if there, else the demo)",
    text,
  ),
  recipe: flag(
    "NAME",
    `how to train: ${Object.keys(recipes).join(", ")} (default: demo for the demo, else modern-5)`,
    oneOf(...Object.keys(recipes)),
  ),
  epochs: flag("N", "passes over the training images (default: the recipe's)", integer(1, 10_000)),
  batch: flag("N", "images per step (default: the recipe's)", integer(1, 8192)),
  precision: flag(
    PRECISIONS.join("|"),
    "type of the computation; weights stay f32 (default: the fastest here, see doctor)",
    oneOf(...PRECISIONS),
  ),
  device: deviceFlag,
  "learning-rate": flag("R", "peak learning rate (default: the recipe's)", number(0, 1000)),
  "limit-per-class": flag(
    "N",
    "use only N images of each class, drawn by --seed",
    integer(2, 1_000_000),
  ),
  exclude: flag("FILE", "images to leave out, one path per line, such as eda's exclude.txt", text),
  "channel-stats": flag(
    "FILE",
    "eda's channel-stats.json: must be of this dataset and decoder, and is recorded; the input stays in [0, 1]",
    text,
  ),
  seed: flag("N", "first number of everything random (default: 1)", integer(0, 2 ** 18 - 1)),
  out: flag("DIR", "folder of the run (default: runs/<time>, linked as runs/latest)", text),
  "checkpoint-seconds": flag(
    "N",
    "training between two checkpoints inside an epoch, which is what a kill costs (default: 60)",
    integer(0, 86_400),
  ),
  resume: toggle(
    "go on with the run in --out, or else in runs/latest; --dataset says where its images are now, --epochs how far to go",
  ),
  from: flag(
    "NAME",
    "with --resume, the checkpoint to go on from: best, or a folder in checkpoints/ (default: the newest)",
    text,
  ),
  "dry-run": toggle("build everything, overfit one batch, stop"),
} as const;
