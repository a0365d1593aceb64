/** Writes a recipe's training program to a folder and opens it: on a thread of its own, or among other workers. */
import type { Graph } from "@inception-edge/model";
import {
  readCpu,
  startGraphThread,
  type GraphThread,
  type Precision,
  type WorkerGroup,
} from "@inception-edge/tensorflow";
import { writeSavedModel } from "@inception-edge/tensorflow/graph";
import { statisticsBatches } from "../loop/statistics-batches.ts";
import { trainerSession, type TrainerSession } from "../loop/trainer-session.ts";
import type { PackedImages } from "../program/images.ts";
import { trainingProgram } from "../program/training-program.ts";
import { cpuTuning, GPU_TUNING, type Tuning } from "../program/tuning.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { programOptions, trainSizesOf } from "./recipe-options.ts";

/** Options of {@link startSession}. */
export interface SessionOptions {
  /** The network to train, made by `modelOf`. */
  readonly model: Graph;
  readonly images: PackedImages;
  /** Indices of the training images. */
  readonly train: Int32Array;
  readonly precision: Precision;
  readonly seed: number;
  readonly usesGpu: boolean;
  /** What is tuned otherwise than for the device, for benchmarks. */
  readonly tuning?: Partial<Tuning> | undefined;
  /** Folder to write the program to. */
  readonly folder: string;
  /** The workers among which this process trains; default: it trains alone. */
  readonly group?: WorkerGroup | undefined;
}

/** The session has the initial weights of the seed. The caller must close it: an open session keeps the process alive. */
export async function startSession(
  recipe: Recipe,
  options: SessionOptions,
): Promise<TrainerSession> {
  return (await openProgram(recipe, options)).session;
}

/** A session, what runs it, and what else the workers of a group need to know of it. */
export interface OpenedProgram {
  readonly session: TrainerSession;
  readonly thread: GraphThread;
  readonly statisticsBatches: readonly Int32Array[];
  /** Sides of the program's training images, px. */
  readonly sizes: readonly number[];
}

/**
 * TensorFlow's own variable. With "false" a run ends when what it fetches is there, and not only when the GPU is idle,
 * without which no step can be launched ahead.
 */
const SYNC_ON_FINISH = "TF_SYNC_ON_FINISH";

/** Like {@link startSession}. */
export async function openProgram(
  recipe: Recipe,
  { model, images, train, precision, seed, folder, usesGpu, tuning, group }: SessionOptions,
): Promise<OpenedProgram> {
  // On a GPU the training batch size: cuDNN has already chosen its algorithms for it.
  const evaluationBatchSize = usesGpu ? recipe.batchSize : 64;
  const estimatedFrom = recipe.normalization === "batch" ? statisticsBatches(train, seed) : [];
  const chosen: Tuning = {
    ...(usesGpu ? GPU_TUNING : cpuTuning(precision, await readCpu())),
    ...(usesGpu && { runsAhead: process.env[SYNC_ON_FINISH] === "false" }),
    ...tuning,
    ...(group && { runsAhead: false }), // workers wait for each other in every step
  };
  const program = trainingProgram(model, {
    ...programOptions(recipe),
    share: group && { rank: group.rank, workers: group.addresses.length },
    images,
    evaluationBatchSize,
    statisticsBatchSize: estimatedFrom[0]?.length,
    precision,
    seed,
    tuning: chosen,
  });
  await writeSavedModel(folder, program);
  const thread = group ? await group.openGraph(folder) : startGraphThread(folder);
  const sizes = trainSizesOf(recipe).map(({ size }) => size);
  const session = trainerSession(thread, {
    outputs: model.outputs,
    evaluationBatchSize,
    statisticsBatches: estimatedFrom,
    sizes,
    runsAhead: chosen.runsAhead,
  });
  return { session, thread, statisticsBatches: estimatedFrom, sizes };
}
