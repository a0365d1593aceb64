/** Opens and packs, and counts what was decoded for it. */
import type { PackedDataset } from "../src/dataset.ts";
import { openDataset } from "../src/open-dataset.ts";
import { packDataset, type PackOptions } from "../src/pack/pack-dataset.ts";

/** Packs with two workers; `decoded` is 0 if the pack existed. */
export async function packCounted(
  root: string,
  cacheDirectory: string,
  options: PackOptions = {},
): Promise<PackedDataset & { decoded: number }> {
  let decoded = 0;
  const packed = await packDataset(await openDataset(root), {
    cacheDirectory,
    workers: 2,
    onProgress: ({ done }) => (decoded = done),
    ...options,
  });
  return { ...packed, decoded };
}
