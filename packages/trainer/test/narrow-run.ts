/** A run whose images and network are those of a narrow session, for tests of exports. */
import { join } from "node:path";
import type { PreparedDataset, Splits } from "@inception-edge/dataset";
import { smoke } from "../src/recipes/smoke.ts";
import { runFolder } from "../src/run/run-folder.ts";
import type { Run } from "../src/run/run.ts";
import { CLASSES, IMAGES, type NarrowSession } from "./narrow-session.ts";

/** A run on the narrow session's images. */
export function narrowRun({ model, labels, folder, inputSize, storedSize }: NarrowSession): Run {
  const classes = Array.from({ length: CLASSES }, (_, index) => ({
    id: `n0000000${index}`,
    wnid: `n0000000${index}`,
    label: `class ${index}`,
    name: `class ${index}, kind ${index}`,
  }));
  const packed: PreparedDataset = {
    name: "narrow",
    imagesPath: join(folder, "images.u8"),
    storedSize,
    count: IMAGES,
    trainCount: 40,
    labels,
    groups: labels.map((_, index) => index),
    classes,
    paths: Array.from({ length: IMAGES }, (_, index) => `${index}.JPEG`),
    fingerprint: "0".repeat(64),
    decoder: "none",
    layout: "tiny-imagenet",
    excluded: [],
    leftOut: [],
    notices: [],
  };
  const indices = Int32Array.from({ length: IMAGES }, (_, index) => index);
  const splits: Splits = {
    train: indices.subarray(0, 28),
    heldOut: indices.subarray(28, 40),
    val: indices.subarray(40),
  };
  return {
    folder: runFolder(join(folder, "run")),
    config: {
      schemaVersion: 1,
      created: "2026-11-23T21:40:28.500Z",
      recipe: { ...smoke, inputSize, resize: "bilinear" },
      precision: "f32",
      seed: 1,
      dataset: {
        name: "narrow",
        root: folder,
        fingerprint: "0".repeat(64),
        decoder: "none",
        storedSize,
      },
      split: { heldOutFraction: 0.3, limitPerClass: null, exclude: [] },
      library: "test 1.0.0",
    },
    packed,
    splits,
    model,
    usesGpu: false,
  };
}
