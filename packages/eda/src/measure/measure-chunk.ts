/** Measures a chunk of image files: rows of the table, sums by class, and defects. */
import { decodeImageFile, type Defect, type ImageChunk } from "@inception-edge/dataset";
import { STORED_BYTES, type Decoder } from "@inception-edge/image";
import { createImageTable, type ImageTable } from "./image-table.ts";
import { measureImage } from "./measure-image.ts";
import { createGroupSums, type GroupSums } from "./split-sums.ts";

/** What a thread answers. */
export interface MeasuredChunk {
  /** Index of its first image. */
  readonly first: number;
  readonly images: number;
  readonly table: ImageTable;
  readonly groups: readonly GroupSums[];
  readonly defects: readonly Defect[];
}

export async function measureChunk(
  { first, images }: ImageChunk,
  {
    decoder,
    root,
    trainCount,
  }: {
    readonly decoder: Decoder;
    readonly root: string;
    /** Images of train, which come before those of val. */
    readonly trainCount: number;
  },
): Promise<MeasuredChunk> {
  const table = createImageTable(images.length);
  const groups: GroupSums[] = [];
  const defects: Defect[] = [];
  for (const [row, ref] of images.entries()) {
    const { digest, image, defect } = await decodeImageFile(decoder, root, ref);
    if (digest) table.fileDigest.set(digest, row * 32);
    if (defect) defects.push(defect);
    const isTrain = first + row < trainCount;
    if (image) measureImage(image, { table, row, group: groupOf(groups, isTrain, ref.classIndex) });
  }
  return { first, images: images.length, table, groups, defects };
}

/** The sums for an image's split and class. Images are sorted by these, so it is usually the last group. */
function groupOf(groups: GroupSums[], isTrain: boolean, classIndex: number): GroupSums {
  const last = groups.at(-1);
  if (last?.isTrain === isTrain && last.classIndex === classIndex) return last;
  const group = createGroupSums(isTrain, classIndex, STORED_BYTES);
  groups.push(group);
  return group;
}
