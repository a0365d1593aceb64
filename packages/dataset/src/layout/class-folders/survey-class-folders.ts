/**
 * A folder for each class, or train/ and val/ with a folder for each class: the folder's name is the class. Images may
 * lie at any depth. What cannot be used is left out; only what leaves nothing to train on is a defect.
 */
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { sortByClass } from "../../by-class.ts";
import type { ClassLabel, ImageRef } from "../../dataset.ts";
import { byName, composed, otherCaseFinder } from "../../names.ts";
import { VAL_FRACTION } from "../../set-apart.ts";
import { quoted } from "../../text.ts";
import { readGivenNames } from "../given-names.ts";
import { listFolder } from "../list-folder.ts";
import type { Folder } from "../read-folder.ts";
import type { LayoutSurvey } from "../survey-layout.ts";
import { findImages, type ClassFolder } from "./find-images.ts";
import { findSplits, type SplitFolders } from "./find-splits.ts";
import { contentOf } from "./folder-content.ts";
import { readImage } from "./read-image.ts";
import { splitNamed } from "./split-names.ts";

interface Start extends ClassFolder {
  /** The folder's name, composed. */
  readonly id: string;
  readonly isTrain: boolean;
}

/** Reads either layout. */
export async function surveyClassFolders(
  folder: Folder,
  layout: "class-folders" | "split-folders",
): Promise<LayoutSurvey> {
  const splits = layout === "split-folders" ? splitsOf(folder.root) : undefined;
  const inSplits = [
    ...classFolders(folder, splits?.train ?? "", true),
    ...(splits?.val === undefined ? [] : classFolders(folder, splits.val, false)),
  ];
  const notes = inSplits.filter(({ path }) => contentOf(join(folder.root, path)) === "notes");
  const starts = inSplits.filter((start) => !notes.includes(start));
  const files = findImages(folder, starts);

  const isInTrain = (start: Start): boolean => start.isTrain && files.get(start)!.length > 0;
  const ids = [...new Set(starts.filter(isInTrain).map(({ id }) => id))].toSorted(byName);
  const classes: ClassLabel[] = ids.map(readGivenNames(folder, ids));
  const indexOf = classFinder(ids);

  const images = { train: [] as ImageRef[], val: [] as ImageRef[] };
  for (const start of starts) {
    const paths = files.get(start)!;
    const classIndex = indexOf(start.id);
    if (classIndex === undefined) {
      if (paths.length > 0) folder.leftOut.push(unknownClass(start.path));
      continue;
    }
    const split = start.isTrain ? images.train : images.val;
    for (const path of paths) {
      const image = readImage(folder, path, classIndex);
      if (image) split.push(image);
    }
    await setImmediate(); // A hundred thousand files are looked at: let signals and timers through.
  }
  const notices = [
    ...notes.map(({ path }) => `${quoted(path)} holds no images: not a class`),
    ...emptyNotices(starts, files),
    ...(splits ? unusedNotices(folder.root, splits) : []),
    ...classes.filter(({ id }) => id === CLUTTER).map(clutterNotice),
    ...classes.filter(({ id }) => splits === undefined && splitNamed(id)).map(splitNotice),
  ];
  const sorted = { train: sortByClass(images.train), val: sortByClass(images.val) };
  const isSplit = splits?.val !== undefined;
  return { classes, ...sorted, ...(!isSplit && { valFraction: VAL_FRACTION }), notices };
}

function splitsOf(root: string): SplitFolders {
  const folders = listFolder(root).filter(({ kind }) => kind === "folder");
  return findSplits(root, folders)!;
}

/** The class folders of a split, real ones first; files beside them belong to no class and are left out. */
function classFolders(folder: Folder, split: string, isTrain: boolean): Start[] {
  const prefix = split === "" ? "" : `${split}/`;
  const starts: Start[] = [];
  for (const { name, kind, isLink, isImage } of listFolder(join(folder.root, split))) {
    const path = `${prefix}${name}`;
    if (kind === "folder") starts.push({ path, isLink, id: composed(name), isTrain });
    else if (kind === "nothing") folder.leftOut.push(deadLink(path));
    else if (isImage) folder.leftOut.push(besideClasses(path));
  }
  return starts;
}

/** A class by its id; by one that differs only in case if there is no other, as folders copied from Windows may. */
function classFinder(ids: readonly string[]): (id: string) => number | undefined {
  const indices = new Map(ids.map((id, index) => [id, index]));
  const findOtherCase = otherCaseFinder(ids);
  return (id) => indices.get(id) ?? indices.get(findOtherCase(id) ?? "");
}

function deadLink(path: string) {
  const message = "is a link that leads nowhere";
  return { code: "missing", path, message, cure: "correct its target or delete it" } as const;
}

function besideClasses(path: string) {
  const message = "lies beside the class folders, so that it has no class";
  return { code: "unknown-class", path, message, cure: "move it into one of them" } as const;
}

function unknownClass(path: string) {
  const message = "is a class that train does not have";
  return {
    code: "unknown-class",
    path,
    message,
    cure: "rename it to a class of train, or add images of it there",
  } as const;
}

function emptyNotices(
  starts: readonly Start[],
  files: ReadonlyMap<Start, readonly string[]>,
): string[] {
  return starts
    .filter((start) => files.get(start)!.length === 0)
    .map(
      ({ path, isTrain }) =>
        `${quoted(path)} is empty: ${isTrain ? "not a class" : "not measured"}`,
    );
}

function unusedNotices(root: string, { train, val, unused, others }: SplitFolders): string[] {
  const splits =
    val === undefined
      ? `the split ${quoted(train)}`
      : `the splits ${quoted(train)} and ${quoted(val)}`;
  return [
    ...unused.map((name) =>
      val === undefined
        ? `${quoted(name)} holds no class folders: not used`
        : `${quoted(name)} is not used: the validation split is ${quoted(val)}`,
    ),
    ...others
      .filter((name) => contentOf(join(root, name)) === "images")
      .map((name) => `${quoted(name)} is not in ${splits}: not used`),
  ];
}

function splitNotice({ id }: ClassLabel): string {
  return `${quoted(id)} is taken for a class, like the folders beside it; move it elsewhere if it is a split`;
}

/** Caltech-101's folder of images that show nothing in particular. */
const CLUTTER = "BACKGROUND_Google";

function clutterNotice({ id }: ClassLabel): string {
  return `${quoted(id)} is clutter that Caltech-101 comes with, which others leave out; delete the folder to do so too`;
}
