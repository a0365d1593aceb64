/**
 * `train/<wnid>/images/*`: the name of the folder is the label.
 */
import type { ImageRef } from "../../dataset.ts";
import { quoted } from "../../text.ts";
import type { DatasetDescription } from "../../tiny-imagenet.ts";
import { hasImageExtension } from "../list-folder.ts";
import { readImageRef, readNames, type Folder } from "../read-folder.ts";

/** A class and the name of its folder, as the file system spells it. */
export interface ClassFolder {
  readonly name: string;
  readonly classIndex: number;
}

/** The images of one class, sorted by name; `known` says how many there must be. */
export function readTrainClass(
  folder: Folder,
  { name, classIndex }: ClassFolder,
  known?: DatasetDescription,
): ImageRef[] {
  // The class folder first: if it is a file, report that, and not that the folder inside it is missing.
  const entries = readNames(folder, `train/${name}`);
  if (entries === undefined) return [];
  const path = `train/${name}/images`;
  if (!entries.some((entry) => /^images$/i.test(entry)) && entries.some(hasImageExtension)) {
    const cure = `move the images of ${quoted(`train/${name}`)} into it`;
    folder.defects.push({ code: "missing", path, message: "is missing", cure });
    return [];
  }
  const names = readNames(folder, path);
  if (names === undefined) return [];
  if (names.length === 0) {
    folder.defects.push({
      code: "empty-class",
      path,
      message: "holds no images",
      cure: "restore its images",
    });
  } else if (known && names.length !== known.trainPerClass) {
    folder.defects.push({
      code: "wrong-count",
      path,
      message: `holds ${names.length} images, not ${known.trainPerClass}`,
      cure: "restore the folder",
    });
  }
  return names
    .map((image) => readImageRef(folder, `${path}/${image}`, classIndex))
    .filter((image) => image !== undefined);
}
