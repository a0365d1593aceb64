/** Answers one shard: from where an earlier try ended, part by part, then publishes it in one piece. */
import { startProgress, type Progress } from "@inception-edge/host";
import type { FormatName } from "../answer/formats.ts";
import { batchImages, inBatches } from "../engine/batches.ts";
import type { RunningModel } from "../engine/load-model.ts";
import type { Archive, Survey } from "../input/archive.ts";
import { manifestOf, publishedNames, publishedPlan } from "../output/manifest.ts";
import { OutputError } from "../output/output-error.ts";
import { publishAnswers } from "../output/publish.ts";
import { writeJsonFile, type Store } from "../output/store.ts";
import { Parts } from "./parts.ts";
import { archiveDigest, planDifference, type Plan } from "./plan.ts";
import { shardName, type Shard } from "./shard.ts";

export interface ShardWork {
  readonly archive: Archive;
  readonly surveyed: Survey;
  readonly shard: Shard;
  readonly format: FormatName;
  readonly topK: number;
  /** Images of a part: what is answered again at most when the process is killed. */
  readonly partSize: number;
  readonly model: RunningModel;
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Told how many images an earlier try has answered. */
  readonly onResume: (answered: number) => void;
  /** Told who else works on this shard, before waiting for them. */
  readonly onWait: (holder: string) => void;
}

/**
 * Does nothing if the shard is published already.
 * @throws {OutputError} if there are answers of another archive, model or format
 */
export async function answerShard(work: ShardWork): Promise<void> {
  const { store, shard } = work;
  await store.alone(shardName(shard), () => answerAlone(work), work.onWait);
}

async function answerAlone(work: ShardWork): Promise<void> {
  const { store, shard, format, surveyed } = work;
  const plan = planFor(work);
  const parts = new Parts(store, plan);
  if (await isPublished(store, plan)) {
    await parts.remove();
    work.onProgress(startProgress(surveyed.own, surveyed.own)(surveyed.own));
    return;
  }
  await parts.open();
  if (parts.answered > 0) work.onResume(parts.answered);
  await answerRest(work, parts);
  if (parts.answered !== surveyed.own) {
    throw new OutputError(
      `Cannot publish ${shardName(shard)}: ${parts.answered} images are answered, wanted ${surveyed.own}; start again`,
    );
  }
  const { file, manifest } = publishedNames(shard, format);
  const published = await publishAnswers(store, { file, format }, parts.answers());
  await writeJsonFile(store, manifest, manifestOf(plan, published));
  await parts.remove();
}

function planFor({ shard, format, topK, surveyed, model }: ShardWork): Plan {
  const { name, role, sha256, facts, engine } = model;
  return {
    schemaVersion: 1,
    shard: { index: shard.index, count: shard.count },
    format,
    topK,
    inputs: archiveDigest(surveyed),
    model: { name, role, sha256, facts },
    engine: { name: engine.name, variant: engine.variant },
  };
}

async function isPublished(store: Store, plan: Plan): Promise<boolean> {
  const found = await publishedPlan(store, plan.shard, plan.format);
  if (found === undefined) return false;
  const difference = planDifference(found, plan);
  if (difference === undefined) return true;
  throw new OutputError(
    `Cannot classify into "${store.name}": it has other answers, ${difference}; choose another --out, or remove them`,
  );
}

async function answerRest(work: ShardWork, parts: Parts): Promise<void> {
  const { archive, surveyed, model, partSize, signal, onProgress } = work;
  const progress = startProgress(surveyed.own, parts.answered);
  const left = surveyed.own - parts.answered;
  const most = Math.min(partSize, batchImages(left, model.pool.threads));
  const batches = inBatches(archive.images(surveyed, parts.answered), most);
  let lines: string[] = [];
  let images = 0;
  try {
    for await (const answered of model.pool.answer(batches, signal)) {
      lines.push(answered.lines);
      images += answered.images;
      onProgress(progress(parts.answered + images));
      if (images < partSize) continue;
      await parts.add(lines.join(""), images);
      [lines, images] = [[], 0];
    }
  } finally {
    // Interrupted too, or if an image cannot be read now: what is answered need not be answered again.
    if (images > 0) await parts.add(lines.join(""), images);
  }
}
