/** Opens a training session for a run. */
import { packedImages } from "../answers/packed-images.ts";
import { balancedDraws } from "../loop/balanced-draws.ts";
import type { TrainerSession } from "../loop/trainer-session.ts";
import type { Run } from "../run/run.ts";
import { startSession } from "./start-session.ts";

/** The session has the initial weights of the run's seed. The caller must close it. */
export function openTraining(run: Run): Promise<TrainerSession> {
  const { folder, config, packed, model, usesGpu } = run;
  const { recipe, precision, seed } = config;
  return startSession(recipe, {
    model,
    images: packedImages(packed),
    train: imagesOfEpoch(run),
    precision,
    seed,
    folder: folder.program,
    usesGpu,
  });
}

/** The training images as often as training shows them, from which batch normalization's statistics are estimated. */
function imagesOfEpoch({ config: { balance, seed }, packed, splits: { train } }: Run): Int32Array {
  return balance
    ? balancedDraws(train, packed.labels, { count: train.length, seed, epoch: 0 })
    : train;
}
