/** What a shard answers with what: what must be the same for finished parts to be kept, and for shards to be merged. */
import type { FormatName } from "../answer/formats.ts";
import type { Survey } from "../input/archive.ts";
import type { Shard } from "./shard.ts";

/** The plan of a shard, as it is written beside its parts. */
export interface Plan {
  readonly schemaVersion: 1;
  readonly shard: Shard;
  readonly format: FormatName;
  readonly topK: number;
  readonly inputs: ArchiveDigest;
  readonly model: ModelDigest;
  readonly engine: EngineFacts;
}

/** What an archive is known by. */
export interface ArchiveDigest {
  /** All of them, of all shards. */
  readonly images: number;
  /** Over their paths, in order. */
  readonly sha256: string;
}

/** What a network is known by. */
export interface ModelDigest {
  readonly name: string;
  /** The file's role in the bundle. */
  readonly role: string;
  readonly sha256: string;
  /** SHA-256 of what the bundle says of its input, its classes and strange images. */
  readonly facts: string;
}

/** What ran the network. */
export interface EngineFacts {
  readonly name: string;
  readonly variant: string;
}

/** The digest of an archive that was listed. */
export function archiveDigest({ images, sha256 }: Survey): ArchiveDigest {
  return { images, sha256 };
}

/** The first field in which two plans differ, in words; undefined if they agree. */
export function planDifference(found: Plan, wanted: Plan): string | undefined {
  for (const key of Object.keys(wanted) as (keyof Plan)[]) {
    const [old, now] = [JSON.stringify(found[key]), JSON.stringify(wanted[key])];
    if (old !== now) return `its ${WORDS[key]} was ${old}, now it is ${now}`;
  }
  return undefined;
}

const WORDS: Readonly<Record<keyof Plan, string>> = {
  schemaVersion: "version",
  shard: "shard",
  format: "format",
  topK: "number of predictions",
  inputs: "archive",
  model: "model",
  engine: "engine",
};
