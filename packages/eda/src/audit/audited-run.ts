/** What a run hands over to be audited. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { readPredictions, type Predictions, type RelabelEntry } from "@inception-edge/dataset";
import { UsageError } from "@inception-edge/host";

/** A run's predictions, and the relabel list that it was trained with. */
export interface AuditedRun {
  readonly predictions: Predictions;
  readonly earlier: readonly RelabelEntry[];
}

/** @throws {UsageError} if the folder holds no run, or one without predictions, with the cure */
export async function readAuditedRun(folder: string): Promise<AuditedRun> {
  const predictions = join(folder, "predictions");
  if (!(await exists(predictions))) {
    throw new UsageError(
      (await exists(join(folder, "config.json")))
        ? `Cannot audit the run "${folder}": it has no predictions for images that it was not trained on; train with --folds 5, or fine-tune a model with --from, and audit that run`
        : `Cannot audit "${folder}": it is not the folder of a run; give one with --run, such as runs/latest`,
    );
  }
  return { predictions: await readPredictions(predictions), earlier: await earlierList(folder) };
}

/** Of the run's config; none where the run has no config, as when something else made the predictions. */
async function earlierList(folder: string): Promise<readonly RelabelEntry[]> {
  const text = await readFile(join(folder, "config.json"), "utf8").catch(() => "{}");
  const { split } = JSON.parse(text) as { split?: { relabel?: readonly RelabelEntry[] } };
  return split?.relabel ?? [];
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
