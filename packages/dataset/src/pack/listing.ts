/**
 * Two hashes of a dataset: a quick key that tells whether a pack still matches its folder, and a fingerprint of the
 * files' content, which stays the same wherever and whenever they are copied.
 */
import { createHash } from "node:crypto";
import { DECODER_ID } from "@inception-edge/image";
import type { ClassLabel, Dataset, ImageRef } from "../dataset.ts";
import { composed } from "../names.ts";
import { groupingOf } from "../near-duplicates/group-images.ts";

/** All images in the order of the store: `train`, then `val`. */
export function storedOrder({ train, val }: Dataset): ImageRef[] {
  return [...train, ...val];
}

/** SHA-256 over the classes, the decoder, the definition of near-duplicates, and each image's path, label, size and time; no file is read. */
export function listingKey(dataset: Dataset): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([DECODER_ID, dataset.name, dataset.root, dataset.classes.map(named)]));
  hash.update(JSON.stringify([dataset.train.length, storedOrder(dataset)]));
  hash.update(groupingOf(dataset) ?? "");
  return hash.digest("hex");
}

/** As packs have hashed a class since before there were ids but wnids: those of an unchanged folder stay valid. */
function named({ id, wnid, label, name }: ClassLabel): object {
  return wnid === undefined ? { id, label, name } : { wnid, label, name };
}

/**
 * SHA-256 over the decoder, the class ids, and each image's path, label and file content.
 *
 * @param digests SHA-256 of each image's file, `[count, 32]`, in the order of the store.
 */
export function contentFingerprint(dataset: Dataset, digests: Uint8Array): string {
  const images = storedOrder(dataset).map(({ path, classIndex }) => [composed(path), classIndex]);
  const hash = createHash("sha256");
  hash.update(JSON.stringify([DECODER_ID, dataset.classes.map(({ id }) => id)]));
  hash.update(JSON.stringify([dataset.train.length, images]));
  hash.update(digests);
  return hash.digest("hex");
}
