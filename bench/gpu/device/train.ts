/** `train`: trains for as many epochs as fit, and is over in time, with a checkpoint to bring home. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { splitPacked } from "../../../packages/dataset/src/mod.ts";
import { flag, parseFlagsOnly, type Flags } from "../../../packages/host/src/mod.ts";
import { chooseRecipe } from "../../../packages/trainer/src/assemble/choose-recipe.ts";
import { trainSizesOf } from "../../../packages/trainer/src/assemble/recipe-options.ts";
import { trainFlags } from "../../../packages/trainer/src/assemble/train-flags.ts";
import { recipes } from "../../../packages/trainer/src/recipes/mod.ts";
import type { Recipe } from "../../../packages/trainer/src/recipes/recipe.ts";
import { HELD_OUT_FRACTION } from "../../../packages/trainer/src/run/run-config.ts";
import { parseSteps, type MeasuredStep } from "../measured-step.ts";
import { datasetRoot, packedData } from "./data.ts";
import { tensorFlowEnvironment } from "./environment.ts";
import { stamped, type Kit } from "./kit.ts";
import { planEpochs } from "./plan.ts";
import { runProgram } from "./run-program.ts";
import { secondsOf, type Step } from "./step.ts";

const TRAIN_SECONDS = 300;
const RECIPE = "modern-50";
/** From the wish to stop to the checkpoint that comes of it. */
const STOP_SECONDS = 15;
/** What the trainer says when all epochs are over. It would go on to export, which is done at home. */
const TRAINED = /^(Finished|Stopped early.*) after \d+ of /;

/** Of `train` and `collect`, which training is meant. */
export const nameFlag = flag("NAME", "of the run (default: run)", fileName);
export const DEFAULT_NAME = "run";

export const train: Step = {
  help: [
    "[SECONDS] [--name NAME] [FLAGS of the trainer]",
    `trains by ${RECIPE}, and is over after so much, waiting included (default: ${TRAIN_SECONDS})`,
  ],
  isLong: true,
  check: parseTrain,

  async run(kit, { args, terminal, signal }, begun) {
    const { seconds, name, given, flags } = parseTrain(args);
    const until = begun + 1000 * seconds;
    const recipe = chooseRecipe(
      { recipe: RECIPE, ...flags },
      {
        isDemo: false,
        layout: "tiny-imagenet",
        images: 100_000,
        inputSize: flags["input-size"] ?? recipes[RECIPE]!.inputSize,
      },
    ).recipe;
    const dataset = await datasetRoot(kit);
    const left = (): number => (until - Date.now()) / 1000;

    const trainImages = await countTraining(kit, dataset, signal);
    const epochs =
      flags.epochs ??
      planEpochs({
        seconds: left() - STOP_SECONDS,
        stepMs: await measuredStepMs(kit, recipe, flags.precision ?? "bf16"),
        stepsPerEpoch: Math.floor(trainImages / recipe.batchSize),
        validateEvery: recipe.validateEvery ?? 1,
        sizes: trainSizesOf(recipe),
      }).epochs;
    let isTrained = false;
    const exclude = join(kit.root, "exclude.txt");
    terminal.line(
      stamped(kit, `${epochs} epochs of ${recipe.name}, ${left().toFixed(0)} s at most`),
    );
    const { code, isLate } = await runProgram({
      command: [
        process.execPath,
        ...process.execArgv,
        join(kit.app, "packages/trainer/src/main.ts"),
        "train",
        `--dataset=${dataset}`,
        `--out=${join(kit.runs, name)}`,
        `--recipe=${recipe.name}`,
        `--epochs=${epochs}`,
        ...(existsSync(exclude) ? [`--exclude=${exclude}`] : []),
        ...given,
      ],
      directory: kit.root,
      environment: tensorFlowEnvironment(kit),
      limitSeconds: left(),
      graceSeconds: STOP_SECONDS,
      signal,
      log: join(kit.logs, "train"),
      onLine(line) {
        terminal.line(line);
        isTrained ||= TRAINED.test(line);
        return isTrained ? "end" : undefined;
      },
    });
    const how = isTrained ? "is over" : isLate ? "was stopped in time" : `ended with ${code}`;
    terminal.line(stamped(kit, `training ${name} ${how}`));
    return isTrained || isLate ? 0 : 1;
  },
};

interface Wish {
  readonly seconds: number;
  readonly name: string;
  /** The trainer's arguments, and what they say. */
  readonly given: readonly string[];
  readonly flags: Flags<typeof trainFlags>;
}

function parseTrain(args: readonly string[]): Wish {
  const seconds = secondsOf(args[0], TRAIN_SECONDS);
  const words = args.slice(1);
  const place = words.findIndex((word) => /^--name(=|$)/.test(word));
  const named = place < 0 ? [] : words.splice(place, words[place] === "--name" ? 2 : 1);
  const { name = DEFAULT_NAME } = parseFlagsOnly({ name: nameFlag }, named);
  return { seconds, name, given: words, flags: parseFlagsOnly(trainFlags, words) };
}

/** @throws {RangeError} for what is not the name of a folder of the kit. */
function fileName(text: string): string {
  if (/^[\w-]+$/.test(text)) return text;
  throw new RangeError("a word of letters, digits and hyphens");
}

/** Of the training split, before any are left out. */
async function countTraining(kit: Kit, dataset: string, signal: AbortSignal): Promise<number> {
  const packed = await packedData(kit, dataset, signal);
  return splitPacked(packed, { heldOutFraction: HELD_OUT_FRACTION, seed: 1 }).train.length;
}

/** The newest measurement of the recipe's step at full size. */
async function measuredStepMs(
  kit: Kit,
  { batchSize, inputSize, optimizer }: Recipe,
  precision: MeasuredStep["precision"],
): Promise<number> {
  const text = await readFile(kit.measured, "utf8").catch(() => "");
  const measured = parseSteps(text).findLast(
    (step) =>
      step.who === "ours" &&
      step.mode === "graph" &&
      step.batch === batchSize &&
      step.optimizer === optimizer.kind &&
      step.size === inputSize &&
      step.precision === precision &&
      step.note === undefined,
  );
  if (!measured) {
    throw new Error(
      `Cannot plan the training: no step of ${batchSize} images by ${optimizer.kind} in ${precision} has been measured; run the step bench, or give --epochs`,
    );
  }
  return measured.medianMs;
}
