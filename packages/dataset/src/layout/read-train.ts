/**
 * `train/<wnid>/images/*`: the folder is the label.
 */
import type { ImageRef } from "../dataset.ts";
import type { DatasetDescription } from "../tiny-imagenet.ts";
import { readImageRef, readNames, type Folder } from "./read-folder.ts";

/** The images of one class, sorted by name; `known` tells how many there must be. */
export function readTrainClass(
  folder: Folder,
  wnid: string,
  classIndex: number,
  known?: DatasetDescription,
): ImageRef[] {
  // The class folder first: where it is a file, that is the defect, not the missing folder in it.
  if (readNames(folder, `train/${wnid}`) === undefined) return [];
  const path = `train/${wnid}/images`;
  const names = readNames(folder, path);
  if (names === undefined) return [];
  if (names.length === 0) {
    folder.defects.push({
      code: "empty-class",
      path,
      message: "holds no image",
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
    .map((name) => readImageRef(folder, `${path}/${name}`, classIndex))
    .filter((image) => image !== undefined);
}
