/** A session for a run, at the first weights of its seed. Who opens it closes it. */
import type { TrainerSession } from "../loop/trainer-session.ts";
import type { Run } from "../run/run.ts";
import { startSession } from "./start-session.ts";

export function openTraining({
  folder,
  config,
  packed,
  splits,
  model,
  usesGpu,
}: Run): Promise<TrainerSession> {
  const { recipe, precision, seed } = config;
  return startSession(recipe, {
    model,
    images: packed,
    train: splits.train,
    precision,
    seed,
    folder: folder.program,
    usesGpu,
  });
}
