/** `classify`: answers an archive, or its shard, into a folder or a bucket, or on the terminal. */
import {
  formatCount,
  formatInteger,
  streamTerminal,
  type Invocation,
  type Progress,
  type Surroundings,
  type Terminal,
} from "@inception-edge/host";
import { BucketReader } from "../bucket/read-bucket.ts";
import { batchImages, inBatches } from "../engine/batches.ts";
import { loadModel, type ModelOptions, type RunningModel } from "../engine/load-model.ts";
import { Archive, type Survey } from "../input/archive.ts";
import { InputError } from "../input/input-error.ts";
import { openSource } from "../input/open-source.ts";
import { publishedNames, type PublishedAnswers } from "../output/manifest.ts";
import { readJsonFile, type Store } from "../output/store.ts";
import { answerShard } from "../shard/answer-shard.ts";
import { isComplete, mergeShards } from "../shard/merge-shards.ts";
import { shardName, type Shard } from "../shard/shard.ts";
import { describePublished, describeTime } from "./describe.ts";
import { printAnswers } from "./print-answers.ts";
import { describeSettings, openStore, readSettings, type Settings } from "./settings.ts";
import { SHARD_VARIABLES } from "./shard-setting.ts";

export const CLASSIFY_HELP: string = `Classifies every image of an archive exactly once.

  pnpm --filter classify start [flags] SOURCE…

A source is a folder, an image, a tar (plain, .gz or .zst), a text file with a path a line, or s3://bucket/prefix.

${describeSettings()}

Killed and started again with the same flags, it goes on where it was. Without --shard, these variables tell it, each
with the number of shards: ${SHARD_VARIABLES}.

Exit codes: 0 success, 1 failure that may pass, 2 wrong command line, model or output, 130 interrupted.`;

export async function runClassify({ args, ...surroundings }: Invocation): Promise<void> {
  const { cwd } = surroundings;
  const settings = readSettings(args, { cwd, environment: process.env });
  let hasReader = true;
  process.stdout.once("error", () => {
    hasReader = false;
  });
  const notes = streamTerminal(process.stderr);
  await classifyArchive(settings, { ...surroundings, notes, hasReader: () => hasReader });
}

/** Where a run stands. */
export interface ClassifySurroundings extends Surroundings {
  /** For what is told besides answers. */
  readonly notes: Terminal;
  /** Whether anybody reads what is printed. */
  readonly hasReader: () => boolean;
}

/** What the command does, with its settings read. */
export async function classifyArchive(
  settings: Settings,
  { cwd, terminal, notes, signal, hasReader }: ClassifySurroundings,
): Promise<void> {
  const { sources, out, shard, format } = settings;
  const bucket = new BucketReader();
  const open = (name: string) => openSource(name, { cwd, bucket });
  const archive = new Archive(await Promise.all(sources.map(open)), shard);
  const surveyed = await survey(archive, notes);
  const model = await loadModel(forImages(settings.model, surveyed.own));
  try {
    if (out === undefined) {
      const most = batchImages(surveyed.own, model.pool.threads);
      const batches = inBatches(archive.images(surveyed, 0), most);
      const { asText } = settings;
      await printAnswers(model, { batches, terminal, signal, asText, hasReader });
      return;
    }
    describeStart(notes, shard, { model, surveyed });
    const store = openStore(out, cwd);
    await answerShard({
      archive,
      surveyed,
      shard,
      format,
      topK: settings.model.topK,
      partSize: settings.partSize,
      model,
      store,
      signal,
      onProgress: (progress) => showProgress(notes, progress),
      onResume: (answered) => notes.line(`Going on behind ${formatCount(answered, "image")}`),
      onWait: (holder) => notes.line(`Waiting for ${holder}, which answers the same shard`),
    });
    const { manifest } = publishedNames(shard, format);
    const published = (await readJsonFile(store, manifest)) as PublishedAnswers;
    terminal.line(describePublished(store, published));
    if (settings.merge && shard.count > 1) await mergeIfComplete(store, shard, terminal);
  } finally {
    await model.pool.close();
  }
}

/** To start another thread takes longer than to answer so many images. */
const IMAGES_OF_A_THREAD = 16;

function forImages(options: ModelOptions, images: number): ModelOptions {
  const wanted = Math.max(1, Math.ceil(images / IMAGES_OF_A_THREAD));
  return { ...options, threads: Math.min(options.threads, wanted) };
}

/** Of processes that finish at once, one merges, or in a bucket each: they write the same bytes. */
async function mergeIfComplete(store: Store, shard: Shard, terminal: Terminal): Promise<void> {
  if (!(await isComplete(store, shard.count))) return;
  await store.alone(
    "merge",
    async () => terminal.line(describePublished(store, await mergeShards(store, { anew: false }))),
    () => {},
  );
}

async function survey(archive: Archive, notes: Terminal): Promise<Survey> {
  const found = await archive.survey((images) => {
    if (images > 0) notes.progress(`Listing: ${formatInteger(images)} images`);
  });
  if (found.passedOver.size > 0) {
    const kinds = [...found.passedOver].toSorted(([, a], [, b]) => b - a).slice(0, 5);
    const files = kinds.map(([kind, count]) => `${formatInteger(count)} ${kind}`).join(", ");
    notes.line(`Passed over what is no image by its name: ${files}`);
  }
  for (const doubt of found.doubts) notes.line(`Note: ${doubt}`);
  if (found.images > 0) return found;
  throw new InputError(
    "Cannot classify: there is no image in what was given; images of other names can be given in a list",
  );
}

function describeStart(
  notes: Terminal,
  shard: Shard,
  { model, surveyed }: { readonly model: RunningModel; readonly surveyed: Survey },
): void {
  const { name, role, engine } = model;
  const part = shard.count === 1 ? "" : `${shardName(shard)}, ${formatInteger(surveyed.own)} of `;
  const images = formatCount(surveyed.images, "image");
  notes.line(`Model:   ${name} (${role}), ${engine.name} ${engine.variant}: ${engine.why}`);
  notes.line(`Archive: ${part}${images}, ${formatCount(model.pool.threads, "thread")}`);
}

function showProgress(notes: Terminal, { done, total, perSecond, etaSeconds }: Progress): void {
  const speed = `${formatInteger(Math.round(perSecond))} images/s`;
  const all = formatInteger(total);
  if (done < total)
    notes.progress(
      `${formatInteger(done)} of ${all} images, ${speed}, ${describeTime(etaSeconds)} left`,
    );
  else notes.line(`Answered ${all} images, ${speed}`);
}
