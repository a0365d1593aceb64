/** Shards to one file, in the archive's order: only if every image is answered exactly once. */
import { createHash } from "node:crypto";
import { formatInteger, formatList } from "@inception-edge/host";
import type { Answer } from "../answer/answer.ts";
import { formats, formatNames } from "../answer/formats.ts";
import {
  answersManifest,
  MANIFEST_FILE,
  publishedNames,
  type AnswersManifest,
  type ShardManifest,
} from "../output/manifest.ts";
import { OutputError } from "../output/output-error.ts";
import { publishAnswers } from "../output/publish.ts";
import { measured, readJsonFile, writeJsonFile, type Store } from "../output/store.ts";
import { inOrder } from "./in-order.ts";
import { planDifference } from "./plan.ts";

/** How to merge. */
export interface MergeOptions {
  /** Of the archive in order, where they are known: what is missing is then told by name. */
  readonly paths?: AsyncIterable<string> | undefined;
  /** Whether to merge again what is merged already; by default so. */
  readonly anew?: boolean;
}

/** @throws {OutputError} with what is missing, double, damaged or of another archive */
export async function mergeShards(
  store: Store,
  { paths, anew = true }: MergeOptions = {},
): Promise<AnswersManifest> {
  const shards = await findShards(store);
  checkAgreement(store, shards);
  const merged = await findMerged(store, shards[0]!);
  if (merged !== undefined && !anew) return merged;
  for (const shard of shards) await checkFile(store, shard);
  const [{ format, inputs }] = shards as [ShardManifest];
  const { file } = publishedNames({ index: 0, count: 1 }, format);
  const inShards = shards.map((shard) => formats[format].read(store, shard.file));
  const answers = checked(inOrder(inShards, { images: inputs.images, paths }), inputs.sha256);
  const published = await publishAnswers(store, { file, format }, answers);
  const manifest = answersManifest(shards, published);
  await writeJsonFile(store, MANIFEST_FILE, manifest);
  return manifest;
}

/** Whether all shards of this number are published. */
export async function isComplete(store: Store, count: number): Promise<boolean> {
  const names = new Set(await store.list(""));
  return Array.from({ length: count }, (_, index) => manifestName(index, count)).every((name) =>
    names.has(name),
  );
}

function manifestName(index: number, count: number): string {
  return publishedNames({ index, count }, formatNames[0]).manifest;
}

async function findShards(store: Store): Promise<readonly ShardManifest[]> {
  const names = (await store.list("")).filter((name) => /^shard-\d+-of-\d+\.json$/.test(name));
  const counts = [...new Set(names.map((name) => Number(/-of-(\d+)/.exec(name)![1])))];
  const [count] = counts;
  if (count === undefined) {
    throw new OutputError(
      `Cannot merge "${store.name}": there is no finished shard; classify with --shard I/N first`,
    );
  }
  if (counts.length > 1) {
    throw new OutputError(
      `Cannot merge "${store.name}": there are shards of ${formatList(counts.map(String))}; remove those of all but one`,
    );
  }
  const all = Array.from({ length: count }, (_, index) => index);
  const missing = all.filter((index) => !names.includes(manifestName(index, count)));
  if (missing.length > 0) {
    const which = formatList(missing.map((index) => `${index}/${count}`));
    throw new OutputError(
      `Cannot merge "${store.name}": of ${count} shards ${missing.length === 1 ? "one is" : `${missing.length} are`} missing; classify with --shard ${which}`,
    );
  }
  return Promise.all(
    all.map(
      async (index) => (await readJsonFile(store, manifestName(index, count))) as ShardManifest,
    ),
  );
}

/** Everything must be the same but the shard's number, and the engine, which machines may choose. */
function checkAgreement(store: Store, shards: readonly ShardManifest[]): void {
  const [first] = shards as [ShardManifest];
  const { shard, engine } = first;
  for (const [index, found] of shards.entries()) {
    const difference = planDifference({ ...plan(found), shard, engine }, plan(first));
    if (difference === undefined) continue;
    throw new OutputError(
      `Cannot merge "${store.name}": shard ${index} does not belong to shard 0: ${difference}; classify it again`,
    );
  }
}

/** The manifest of all answers, if there is one. @throws {OutputError} if it is of others than these */
async function findMerged(
  store: Store,
  { inputs, model, topK, format }: ShardManifest,
): Promise<AnswersManifest | undefined> {
  const found = (await readJsonFile(store, MANIFEST_FILE)) as AnswersManifest | undefined;
  if (found === undefined) return undefined;
  const facts = [found.inputs, found.model, found.topK, found.format];
  if (JSON.stringify(facts) === JSON.stringify([inputs, model, topK, format])) return found;
  throw new OutputError(
    `Cannot merge "${store.name}": its ${MANIFEST_FILE} is of other answers than the shards; remove the one or the others`,
  );
}

function plan({ schemaVersion, shard, format, topK, inputs, model, engine }: ShardManifest) {
  return { schemaVersion, shard, format, topK, inputs, model, engine };
}

async function checkFile(store: Store, { file, bytes, sha256 }: ShardManifest): Promise<void> {
  const size = await store.size(file);
  if (size === bytes) {
    const [chunks, digest] = measured(store.read(file));
    for await (const _ of chunks);
    if (digest().sha256 === sha256) return;
  }
  const what = size === undefined ? "is missing" : "is not the file that was published";
  throw new OutputError(
    `Cannot merge "${store.name}": ${file} ${what}; remove its manifest and classify the shard again`,
  );
}

/** The paths of all answers must be those of the archive, by the digest that every shard took of it. */
async function* checked(answers: AsyncIterable<Answer>, sha256: string): AsyncGenerator<Answer> {
  const paths = createHash("sha256");
  let images = 0;
  for await (const answer of answers) {
    paths.update(answer.path).update("\0");
    images += 1;
    yield answer;
  }
  if (paths.digest("hex") === sha256) return;
  throw new OutputError(
    `Cannot merge: the ${formatInteger(images)} answers are not of the archive that was listed; classify it again`,
  );
}
