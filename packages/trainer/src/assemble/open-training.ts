/** Opens a training session for a run. */
import type { WorkerGroup } from "@inception-edge/tensorflow";
import { packedImages } from "../answers/packed-images.ts";
import { balancedDraws } from "../loop/balanced-draws.ts";
import type { TrainerSession } from "../loop/trainer-session.ts";
import type { Run } from "../run/run.ts";
import { leaderSession, type Leader } from "../workers/lead.ts";
import { openProgram, type OpenedProgram } from "./start-session.ts";

/**
 * The session has the initial weights of the run's seed. The caller must close it.
 * @param leader if given, the session is that of all workers together
 */
export async function openTraining(run: Run, leader?: Leader): Promise<TrainerSession> {
  const { session, thread, ...rest } = await open(run, leader?.group);
  const { batchSize } = run.config.recipe;
  return leader ? leaderSession(session, thread, { ...rest, leader, batchSize }) : session;
}

/** The session of a worker that follows worker 0. */
export function openFollower(run: Run, group: WorkerGroup): Promise<OpenedProgram> {
  return open(run, group);
}

function open(run: Run, group: WorkerGroup | undefined): Promise<OpenedProgram> {
  const { folder, config, packed, model, usesGpu } = run;
  const { recipe, precision, seed } = config;
  return openProgram(recipe, {
    model,
    images: packedImages(packed),
    train: imagesOfEpoch(run),
    precision,
    seed,
    folder: folder.program,
    usesGpu,
    group,
  });
}

/** The training images as often as training shows them, from which batch normalization's statistics are estimated. */
function imagesOfEpoch({ config: { balance, seed }, packed, splits: { train } }: Run): Int32Array {
  return balance
    ? balancedDraws(train, packed.labels, { count: train.length, seed, epoch: 0 })
    : train;
}
