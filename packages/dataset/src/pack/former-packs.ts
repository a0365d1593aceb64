/**
 * The packs of a folder by their names. A folder may have a pack of each size of images; those of an earlier state are
 * removed.
 */
import { hash } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DECODER_ID, STORED_SIZE } from "@inception-edge/image";
import type { Dataset } from "../dataset.ts";
import { groupingOf } from "../near-duplicates/group-images.ts";
import { readPackMakers } from "./pack-index.ts";
import { isPackInUse } from "./pack-users.ts";

/** How the packs of a folder are called. */
export interface PackNames {
  /** What all of them begin with. */
  readonly folderId: string;
  /** What those of its present state begin with; the side follows, unless it is the default one. */
  readonly state: string;
  /** Path of the pack of its present state and the side that is asked for. */
  readonly directory: string;
}

/** @param packs the folder of all packs @param key the dataset's listing key */
export function packNames(
  { name, root }: Pick<Dataset, "name" | "root">,
  { packs, key, storedSize }: { packs: string; key: string; storedSize: number },
): PackNames {
  const folderId = `${name.replaceAll(/[^\w.-]/g, "_")}-${hash("sha256", root).slice(0, 12)}`;
  const state = `${folderId}-${key.slice(0, 12)}`;
  const directory = join(packs, storedSize === STORED_SIZE ? state : `${state}-${storedSize}px`);
  return { folderId, state, directory };
}

/** Removes packs of earlier states of the same folder (1.3 GB each), unless a process still uses them. */
export async function removeOutdated(kept: string, names: PackNames): Promise<void> {
  for (const outdated of await formerPacks(kept, names)) {
    if (!(await isPackInUse(outdated))) await rm(outdated, { recursive: true, force: true });
  }
}

/** The other packs of the same folder, but for those of its present state with images of other sizes. */
export async function formerPacks(
  kept: string,
  { folderId, state, directory }: PackNames,
): Promise<string[]> {
  const packs = dirname(directory);
  const isOfOtherSize = (name: string): boolean =>
    name.startsWith(state) &&
    /^(-\d+px)?$/.test(name.slice(state.length)) &&
    name !== basename(directory);
  const names = await readdir(packs).catch(() => []);
  return names
    .filter((name) => name.startsWith(`${folderId}-`) && name !== basename(kept))
    .filter((name) => !isOfOtherSize(name))
    .map((name) => join(packs, name));
}

/** In words, why the pack at this path does not serve any more. */
export async function whyAgain(former: string, dataset: Dataset): Promise<string> {
  const makers = await readPackMakers(former);
  if (makers === undefined) return "their pack is damaged";
  if (makers.decoder !== DECODER_ID) return "they were packed by another version of the decoder";
  return makers.grouping === groupingOf(dataset)
    ? "the folder has changed, or the relabel list"
    : "they were packed by a version that did not look for near-duplicates in the same way";
}
