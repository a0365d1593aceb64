/** A run at work: its folder taken, its program written, a session open at its newest checkpoint. */
import { openCheckpoints, type Checkpoints, type TrainingState } from "../run/checkpoints.ts";
import { writeRunConfig } from "../run/run-config.ts";
import { lockRun } from "../run/run-lock.ts";
import type { Run } from "../run/run.ts";
import type { TrainerSession } from "../train/trainer-session.ts";
import { startSession } from "./start-session.ts";

export interface Training {
  readonly session: TrainerSession;
  readonly checkpoints: Checkpoints;
  /** Where the newest checkpoint stands; undefined before the first. */
  readonly from: TrainingState | undefined;
  /** Ends the session and gives the run's folder free. */
  close(): Promise<void>;
}

/** @throws {Error} when another process is at work on the run, or its checkpoint cannot be read. */
export async function openTraining(run: Run): Promise<Training> {
  const unlock = await lockRun(run.folder.path);
  try {
    await writeRunConfig(run.folder.path, run.config);
    const training = await openSession(run);
    const close = async (): Promise<void> => {
      await training.session.close();
      await unlock();
    };
    return { ...training, close };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openSession({
  folder,
  config,
  packed,
  splits,
  model,
}: Run): Promise<Omit<Training, "close">> {
  const { recipe, precision, seed } = config;
  const checkpoints = await openCheckpoints(folder.checkpoints);
  const last = await checkpoints.read("last");
  const session = await startSession(recipe, {
    model,
    pictures: packed,
    train: splits.train,
    precision,
    seed,
    folder: folder.program,
  });
  try {
    if (last) await session.restore(last.prefix);
    return { session, checkpoints, from: last?.state };
  } catch (error) {
    await session.close();
    throw error;
  }
}
