/**
 * One configuration of our training step, timed on whatever device TensorFlow uses. For tables of them beside
 * PyTorch's, on a GPU machine without a network, see bench/gpu/README.md.
 *
 *   node --conditions=@inception-edge/source bench/gpu-step.bench.ts [--batch 1024] [--optimizer sgd] [--help]
 *   … --batch 1024 / --pools lines / --siblings merged
 *
 * Each `/` begins another configuration, with the flags before the first one and its own; on a GPU the first step of a
 * process takes many seconds, of which the other configurations spare most.
 *
 * The step is whole: images gathered from the store, cropped, resized and flipped, the network with its three heads,
 * gradients, update, metrics. The store holds random bytes and labels are random: only the time is of interest. As in
 * the trainer's loop, the next steps are asked for before the last one is settled; `--ahead on` with TF_SYNC_ON_FINISH=false
 * lets them be launched while the GPU computes the one before. Prints a line to read and one of JSON, the {@link MeasuredStep}.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_INPUT_CONTRACT } from "../packages/bundle/src/mod.ts";
import {
  commandLineArguments,
  describeFlags,
  failureMessage,
  flag,
  integer,
  number,
  oneOf,
  parseFlagsOnly,
  runCommandLine,
  type Flags,
  type Invocation,
} from "../packages/host/src/mod.ts";
import { PRECISIONS } from "../packages/tensorflow/src/device/precision.ts";
import { ensureLibrary } from "../packages/trainer/src/assemble/ensure-library.ts";
import { modelOf } from "../packages/trainer/src/assemble/recipe-options.ts";
import { startSession } from "../packages/trainer/src/assemble/start-session.ts";
import { recipes } from "../packages/trainer/src/recipes/mod.ts";
import type { Recipe } from "../packages/trainer/src/recipes/recipe.ts";
import { describeStep, type MeasuredStep } from "./gpu/measured-step.ts";
import { randomStore } from "./gpu/random-store.ts";
import { splitAt } from "./gpu/split-at.ts";
import { timeSteps } from "./gpu/time-steps.ts";

const { size: INPUT_SIZE, storedSize: STORED_SIZE } = DEFAULT_INPUT_CONTRACT;
const CLASSES = 200;

const flags = {
  batch: flag("N", "images per step (default: 256)", integer(1, 8192)),
  precision: flag(
    PRECISIONS.join("|"),
    "(default: the device's, see doctor)",
    oneOf(...PRECISIONS),
  ),
  optimizer: flag("muon|sgd", "(default: muon)", oneOf("muon", "sgd")),
  recipe: flag("NAME", "whose step (default: modern-15)", oneOf(...Object.keys(recipes))),
  size: flag("PX", `side of the training images (default: ${INPUT_SIZE})`, integer(16, INPUT_SIZE)),
  tuning: flag("gpu|cpu", "whose shape of the step (default: the device's)", oneOf("gpu", "cpu")),
  siblings: flag(
    "merged|apart",
    "how the 1 × 1 convolutions on one map are computed (default: the device's)",
    oneOf("merged", "apart"),
  ),
  pools: flag(
    "whole|lines|lines-1",
    "max pools line by line: none, all, those of stride 1 (default: the device's)",
    oneOf("whole", "lines", "lines-1"),
  ),
  ahead: flag(
    "on|off",
    "launch a step while the one before computes (default: the device's)",
    oneOf("on", "off"),
  ),
  seconds: flag("S", "how long to time (default: 6)", number(0, 3600)),
  steps: flag("N", "at most so many timed steps, and warm-up ones", integer(1, 1_000_000)),
  images: flag("N", "in the store (default: 20000, 246 MB)", integer(1, 1_000_000)),
  work: flag("DIR", "where the store is kept for the next time (default: nowhere)", (path) => path),
  started: flag(
    "FILE",
    "written when the timed steps begin, for who waits to watch them",
    (path) => path,
  ),
  note: flag("TEXT", "put into the result", (text) => text),
} as const;

/** Strides of the max pools that are computed line by line. */
const POOLS = { whole: [], lines: [1, 2], "lines-1": [1] } as const;

await runCommandLine(commandLineArguments(), {
  help: `Times one configuration of the training step.\n\n${describeFlags(flags)}`,
  run: measure,
  explain: (error) => failureMessage(error as Error),
});

async function measure({ args, terminal }: Invocation): Promise<void> {
  const [common = [], ...variants] = splitAt(args, "/");
  const wanted = [[], ...variants].map((own) => ({
    ...parseFlagsOnly(flags, common),
    ...parseFlagsOnly(flags, own),
  }));
  const library = await ensureLibrary(terminal);
  for (const [index, given] of wanted.entries()) {
    const note = [given.note, variants[index - 1]?.join(" ")].filter(Boolean).join(", ");
    await measureOne({ ...given, ...(note && { note }) }, library, terminal);
  }
}

type Library = Awaited<ReturnType<typeof ensureLibrary>>;

async function measureOne(
  given: Flags<typeof flags>,
  library: Library,
  terminal: Invocation["terminal"],
): Promise<void> {
  const { batch = 256, optimizer = "muon", size = INPUT_SIZE, images = 20_000 } = given;
  const { precision = library.precision } = given;
  const recipe = recipeOf(given);

  const folder = await mkdtemp(join(tmpdir(), "inception-edge-step-"));
  try {
    const imagesPath = await randomStore(given.work ?? folder, images);
    const session = await startSession(recipe, {
      model: modelOf(recipe, CLASSES),
      images: { imagesPath, count: images, size: STORED_SIZE },
      train: Int32Array.from({ length: images }, (_, index) => index),
      precision,
      seed: 1,
      folder: join(folder, "program"),
      usesGpu: given.tuning ? given.tuning === "gpu" : library.usesGpu,
      tuning: {
        ...(given.siblings && { mergeSiblings: given.siblings === "merged" }),
        ...(given.pools && { poolsByLines: POOLS[given.pools] }),
        ...(given.ahead && { runsAhead: given.ahead === "on" }),
      },
    });
    const timed = await timeSteps(session, { ...given, classes: CLASSES, batch, size, images });
    await session.close();
    const result: MeasuredStep = {
      who: "ours",
      mode: /auto_jit=[12]/.test(process.env["TF_XLA_FLAGS"] ?? "") ? "xla" : "graph",
      device: library.hardware,
      onGpu: library.usesGpu,
      precision,
      optimizer,
      batch,
      size,
      recipe: recipe.name,
      ...timed,
      imagesPerSecond: Math.round((1000 * batch) / timed.medianMs),
      ...(given.note && { note: given.note }),
    };
    terminal.line(describeStep(result));
    terminal.line(JSON.stringify(result));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function recipeOf({
  recipe = "modern-15",
  batch = 256,
  optimizer = "muon",
  size = INPUT_SIZE,
}: Flags<typeof flags>): Recipe {
  return {
    ...recipes[recipe]!,
    batchSize: batch,
    trainSizes: size === INPUT_SIZE ? [] : [{ until: 0.5, size }],
    optimizer:
      optimizer === "sgd"
        ? { kind: "sgd", momentum: 0.9, nesterov: true }
        : { kind: "muon", momentum: 0.9 },
  };
}
