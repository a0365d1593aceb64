/** What the command line of `classify` asks for, checked, with the defaults in. */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  anyText,
  describeFlags,
  flag,
  integer,
  oneOf,
  parseFlags,
  toggle,
  UsageError,
} from "@inception-edge/host";
import { engineNames } from "@inception-edge/inference";
import { formatNames, type FormatName } from "../answer/formats.ts";
import { isBucketAddress } from "../bucket/address.ts";
import { modelVariants, type ModelOptions } from "../engine/load-model.ts";
import { bucketStore } from "../output/bucket-store.ts";
import { folderStore } from "../output/folder-store.ts";
import type { Store } from "../output/store.ts";
import type { Shard } from "../shard/shard.ts";
import { chooseShard, parseShard } from "./shard-setting.ts";

const flags = {
  out: flag(
    "DIR|s3://…",
    "where the answers go, whole or not at all; without it they are printed",
    anyText,
  ),
  bundle: flag(
    "DIR",
    "the model (default: MODEL_DIR, else runs/latest/bundle, else the shipped one)",
    anyText,
  ),
  format: flag(
    formatNames.join("|"),
    "of the answers (default: ndjson; without --out: text for people)",
    oneOf(...formatNames),
  ),
  "top-k": flag("N", "classes of each answer (default: 5)", integer(1, 1000)),
  shard: flag("I/N", "answer this part of the archive alone, I from 0 to N-1", parseShard),
  merge: toggle("merge all shards as soon as the last one is finished, whichever finds so"),
  "part-size": flag(
    "N",
    "images of a part, what is answered again at most after a kill (default: 1024)",
    integer(1, 1_000_000),
  ),
  threads: flag("N", "threads that decode and classify (default: one per core)", integer(1, 256)),
  engine: flag(
    `auto|${engineNames.join("|")}`,
    "auto: LiteRT's own library if it is installed and passes the self-test, else WebAssembly",
    oneOf("auto", ...engineNames),
  ),
  variant: flag(
    modelVariants.join("|"),
    "file of the bundle (default: auto, int8 if the bundle has it)",
    oneOf(...modelVariants),
  ),
} as const;

/** The flags, for `--help`. */
export function describeSettings(): string {
  return describeFlags(flags);
}

/** What to classify, with what, and where the answers go. */
export interface Settings {
  readonly sources: readonly string[];
  /** As the user wrote it; undefined where answers are printed. */
  readonly out: string | undefined;
  readonly format: FormatName;
  /** Whether answers are printed for people, not for programs. */
  readonly asText: boolean;
  readonly shard: Shard;
  readonly merge: boolean;
  /** Images of a part. */
  readonly partSize: number;
  readonly model: ModelOptions;
}

/** Where a command runs. */
export interface Place {
  /** What relative paths are relative to. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const SHIPPED = fileURLToPath(new URL("../../../serve/bundle", import.meta.url));

/** @throws {UsageError} */
export function readSettings(args: readonly string[], { cwd, environment }: Place): Settings {
  const { flags: given, positionals: sources } = parseFlags(flags, args);
  const { out, format } = given;
  if (sources.length === 0) {
    throw new UsageError(
      "Cannot classify: no folder, image, tar, list or bucket is given; see --help",
    );
  }
  if (out === undefined && format === "parquet") {
    throw new UsageError("Cannot print Parquet; give --out DIR, or --format ndjson");
  }
  if (out === undefined && given.merge) {
    throw new UsageError("Cannot merge what is printed; give --out DIR");
  }
  const latest = resolve(cwd, "runs/latest/bundle");
  const named = given.bundle ?? environment["MODEL_DIR"];
  return {
    sources,
    out,
    format: format ?? "ndjson",
    asText: format === undefined,
    shard: chooseShard(given.shard, environment),
    merge: given.merge ?? false,
    partSize: given["part-size"] ?? 1024,
    model: {
      folder: named ? resolve(cwd, named) : existsSync(latest) ? latest : SHIPPED,
      variant: given.variant ?? "auto",
      engine: given.engine ?? "auto",
      topK: given["top-k"] ?? 5,
      threads: given.threads ?? availableParallelism(),
    },
  };
}

/** @param out the value of `--out` */
export function openStore(out: string, cwd: string): Store {
  return isBucketAddress(out) ? bucketStore(out) : folderStore(out, resolve(cwd, out));
}
