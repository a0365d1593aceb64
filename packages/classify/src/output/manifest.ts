/** What is said of published answers: of a shard's beside them, of all together in `manifest.json`. No times, no places:
 * equal answers have equal manifests. */
import type { FormatName } from "../answer/formats.ts";
import type { ArchiveDigest, EngineFacts, ModelDigest, Plan } from "../shard/plan.ts";
import { shardName, WHOLE, type Shard } from "../shard/shard.ts";
import { readJsonFile, type FileDigest, type Store } from "./store.ts";

/** Of a file with answers: how many, and which. */
export interface PublishedAnswers extends FileDigest {
  readonly file: string;
  /** Rows, errors among them. */
  readonly answered: number;
  /** How many are errors, by code. */
  readonly errors: Readonly<Record<string, number>>;
}

/** `shard-00003-of-00008.json`. It is written last: with it the shard is done. */
export interface ShardManifest extends Plan, PublishedAnswers {}

/** `manifest.json`, of all answers. */
export interface AnswersManifest extends PublishedAnswers {
  readonly schemaVersion: 1;
  readonly format: FormatName;
  readonly topK: number;
  readonly inputs: ArchiveDigest;
  readonly model: ModelDigest;
  /** More than one where machines differed. */
  readonly engines: readonly EngineFacts[];
}

export const MANIFEST_FILE = "manifest.json";

/** Names of a shard's answers and of their manifest; without shards, of all answers. */
export function publishedNames(
  shard: Shard,
  format: FormatName,
): { readonly file: string; readonly manifest: string } {
  if (shard.count === 1) return { file: `answers.${format}`, manifest: MANIFEST_FILE };
  return { file: `${shardName(shard)}.${format}`, manifest: `${shardName(shard)}.json` };
}

/** The manifest of a shard, or of the only one. */
export function manifestOf(
  plan: Plan,
  published: PublishedAnswers,
): ShardManifest | AnswersManifest {
  return plan.shard.count === 1
    ? answersManifest([{ ...plan, ...published }], published)
    : { ...plan, ...published };
}

/** @param shards at least one; they agree in everything but their number and their engine */
export function answersManifest(
  shards: readonly Plan[],
  published: PublishedAnswers,
): AnswersManifest {
  const { schemaVersion, format, topK, inputs, model } = shards[0]!;
  const engines = new Map(shards.map(({ engine }) => [JSON.stringify(engine), engine]));
  const sorted = [...engines].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, engine]) => engine);
  const { file, answered, errors, bytes, sha256 } = published;
  return {
    schemaVersion,
    file,
    bytes,
    sha256,
    answered,
    errors,
    format,
    topK,
    inputs,
    model,
    engines: sorted,
  };
}

/** The plan by which a shard was published; undefined if it is not. */
export async function publishedPlan(
  store: Store,
  shard: Shard,
  format: FormatName,
): Promise<Plan | undefined> {
  const { manifest } = publishedNames(shard, format);
  if (shard.count > 1) return planOf((await readJsonFile(store, manifest)) as Plan | undefined);
  const found = (await readJsonFile(store, manifest)) as AnswersManifest | undefined;
  return found && planOf({ ...found, shard: WHOLE, engine: found.engines[0]! });
}

function planOf(found: Plan | undefined): Plan | undefined {
  if (found === undefined) return undefined;
  const { schemaVersion, shard, format, topK, inputs, model, engine } = found;
  return { schemaVersion, shard, format, topK, inputs, model, engine };
}
