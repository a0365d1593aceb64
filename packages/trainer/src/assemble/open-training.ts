/** Opens a training session for a run. */
import { packedImages } from "../answers/packed-images.ts";
import type { TrainerSession } from "../loop/trainer-session.ts";
import type { Run } from "../run/run.ts";
import { startSession } from "./start-session.ts";

/** The session has the initial weights of the run's seed. The caller must close it. */
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
    images: packedImages(packed),
    train: splits.train,
    precision,
    seed,
    folder: folder.program,
    usesGpu,
  });
}
