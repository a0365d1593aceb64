/** The near-duplicates of a pack, and the share set apart as val, which goes by them. */
import type { Dataset } from "../dataset.ts";
import { groupImages, groupingOf } from "../near-duplicates/group-images.ts";
import { setApart } from "../set-apart.ts";
import type { DecodedImages } from "./decode-images.ts";
import { storedOrder } from "./listing.ts";
import type { PackIndex } from "./pack-index.ts";

/** What the index keeps of them. */
export function groupPacked(
  dataset: Dataset,
  { digests, sketches, defects }: DecodedImages,
): Pick<PackIndex, "grouping" | "alike" | "setApart"> {
  const grouping = groupingOf(dataset);
  if (grouping === undefined || sketches === undefined) return {};
  const stored = storedOrder(dataset);
  const broken = new Set(defects.map(({ path }) => path));
  const usable = [...stored.keys()].filter((index) => !broken.has(stored[index]!.path));
  const labels = stored.map(({ classIndex }) => classIndex);
  const groups = groupImages(usable, { labels, digests, sketches });
  const alike = [...Map.groupBy(usable, (index) => groups[index]!).values()].filter(
    ({ length }) => length > 1,
  );
  const paths = stored.map(({ path }) => path);
  return {
    grouping,
    ...(alike.length > 0 && { alike }),
    ...(dataset.valFraction !== undefined && {
      setApart: setApart(usable, { paths, labels, groups }),
    }),
  };
}
