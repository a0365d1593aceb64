/**
 * Where the paths of a table lead from. Tables are written on other machines, for other folders: their paths may begin
 * with folders that are not here, or lack those that are.
 */
import { basename, isAbsolute, join, posix } from "node:path";
import { quoted } from "../../text.ts";
import { foldersIn } from "../class-folders/folder-content.ts";
import { splitPart, type SplitName } from "../class-folders/split-names.ts";
import { listIfReadable } from "../list-folder.ts";
import type { FindFile, FoundFile } from "./file-finder.ts";
import { commonFolders, joined, plainPath } from "./written-path.ts";

/** What is put before each path of a table, and taken from its start before that. */
export interface Placement {
  /** A folder relative to the root. */
  readonly below: string;
  /** Ends with "/", or is empty. */
  readonly without: string;
}

/** Paths that are tried. */
const SAMPLE = 40;

/** Where a table lies, and what its paths are for. */
export interface PlacementOptions {
  /** Absolute path of the dataset's folder. */
  readonly root: string;
  /** The table's folder relative to the root; its paths are relative to that unless proved otherwise. */
  readonly folder: string;
  readonly split: SplitName;
  /** Whether the paths may lead out of the root. */
  readonly isConfined: boolean;
  readonly findFile: FindFile;
}

/** Finds the file that a table's path means. */
export function findPlaced(written: string, placement: Placement, findFile: FindFile): FoundFile {
  const { below, without } = placement;
  const path = plainPath(written);
  const inside = path.startsWith(without) ? path.slice(without.length) : path;
  const found = findFile(isAbsolute(inside) ? inside : joined(below, inside));
  const isFound = found.path !== undefined || found.several !== undefined;
  // "\\" separates folders on Windows, and may belong to a name elsewhere.
  return isFound || !written.includes("\\") ? found : findFile(joined(below, written));
}

/**
 * As the paths are written, if that leads to any file; else the one place where most of them lead to files. Two that
 * do equally well are one too many: then no path is found.
 */
export function findPlacement(
  written: readonly string[],
  { root, folder, split, isConfined, findFile }: PlacementOptions,
): Placement {
  const sample = spread(written);
  const leadsToFile = (path: string, placement: Placement): boolean =>
    findPlaced(path, placement, findFile).path !== undefined;
  const asWritten = { below: folder, without: "" };
  if (sample.some((path) => leadsToFile(path, asWritten))) return asWritten;
  const common = commonFolders(sample.map(plainPath));
  const belows = [...new Set([folder, "", ...foldersAround(root, { split, isConfined })])];
  for (let dropped = 0; dropped <= common.length; dropped += 1) {
    const without = common
      .slice(0, dropped)
      .map((part) => `${part}/`)
      .join("");
    const good = belows.filter((below) => {
      const found = sample.filter((path) => leadsToFile(path, { below, without }));
      return found.length > sample.length / 2;
    });
    if (good.length === 1 || (good.length > 1 && good[0] === folder)) {
      return { below: good[0]!, without };
    }
    if (good.length > 1) return asWritten;
  }
  return asWritten;
}

/** A remark if paths are not read as they are written. */
export function placementNotice(
  table: string,
  { below, without }: Placement,
  folder: string,
): string | undefined {
  const parts = [
    ...(below === folder
      ? []
      : [below === "" ? "from the dataset's folder" : `as below ${quoted(below)}`]),
    ...(without === "" ? [] : [`without ${quoted(without)}`]),
  ];
  return parts.length === 0
    ? undefined
    : `the paths in ${quoted(table)} are read ${parts.join(", ")}`;
}

function spread(paths: readonly string[]): string[] {
  const step = Math.max(1, Math.floor(paths.length / SAMPLE));
  return paths.filter((_, index) => index % step === 0).slice(0, SAMPLE);
}

/** Most folders that are looked into: where there are more, they are classes. */
const MOST_FOLDERS = 60;

/** Folders in which the images may lie, two levels deep, but for those of other splits. */
function foldersAround(
  root: string,
  { split, isConfined }: Pick<PlacementOptions, "split" | "isConfined">,
): string[] {
  const around = isConfined ? [""] : ["", ".."];
  const outer = around
    .flatMap((place) => foldersAt(root, place))
    .filter((place) => place !== `../${basename(root)}`); // That is the root again.
  const inner = outer.length > MOST_FOLDERS ? [] : outer.flatMap((place) => foldersAt(root, place));
  const fits = (place: string): boolean =>
    place.split("/").every((name) => {
      const other = splitPart(name)?.split;
      return other === undefined || (other === "train") === (split === "train");
    });
  const all = [...around, ...outer, ...(inner.length > MOST_FOLDERS ? [] : inner)];
  return all.slice(0, 2 * MOST_FOLDERS).filter(fits);
}

function foldersAt(root: string, place: string): string[] {
  return foldersIn(listIfReadable(join(root, place))).map(({ name }) => posix.join(place, name));
}
