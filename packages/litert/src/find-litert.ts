/** Where the library lies: where the user says, or in the per-user cache. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { cacheDirectory } from "@inception-edge/host/cache-directory";
import {
  LITERT_VERSION,
  pinnedLibraries,
  type PinnedLibrary,
} from "@inception-edge/inference/pinned-libraries";

/** A library of the table, for this machine or another. */
export interface LibraryPlace {
  readonly pinned: PinnedLibrary;
  /** The cache's folder of this version and platform. */
  readonly folder: string;
  /** The library in it. */
  readonly file: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The wheel's folder, which is kept. */
export const WHEEL_FOLDER = "ai_edge_litert";

/** Undefined for a platform that has none. */
export function libraryPlace(platform: string, root: string): LibraryPlace | undefined {
  const pinned = pinnedLibraries[platform];
  if (pinned === undefined) return undefined;
  const folder = join(root, `${LITERT_VERSION}-${platform}`);
  return { pinned, folder, file: join(folder, WHEEL_FOLDER, pinned.file) };
}

/** The folder of the per-user cache that is LiteRT's. */
export function litertCache(environment: Environment = process.env): string {
  return join(cacheDirectory(environment), "litert");
}

/** `process.platform`-`process.arch`. */
export function thisPlatform(): string {
  return `${process.platform}-${process.arch}`;
}

/**
 * The library that this user has: `LITERT_LIBRARY`, whether it is there or not, else the installed one. Its hash is
 * checked by whoever opens it.
 */
export function findLiteRt(environment: Environment = process.env): string | undefined {
  const named = environment["LITERT_LIBRARY"];
  if (named) return resolve(environment["INIT_CWD"] ?? ".", named);
  const place = libraryPlace(thisPlatform(), litertCache(environment));
  return place !== undefined && existsSync(place.file) ? place.file : undefined;
}
