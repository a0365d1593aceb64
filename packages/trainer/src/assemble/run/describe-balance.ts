/** What `--balance` does with the images of a run, as a line of text. */
import { formatCount } from "@inception-edge/host";
import type { Run } from "../../run/run.ts";

/** How often an epoch shows an image of the smallest and of the largest class. */
export function describeBalance({
  packed: { labels, classes },
  splits: { train },
}: Pick<Run, "splits"> & { readonly packed: Pick<Run["packed"], "labels" | "classes"> }): string {
  const sizes = [...Map.groupBy(train, (index) => labels[index]!)]
    .map(([label, images]) => ({ label, images: images.length }))
    .toSorted((a, b) => a.images - b.images || a.label - b.label);
  const [fewest, most] = [sizes[0]!, sizes.at(-1)!];
  if (fewest.images === most.images) {
    return `Balanced: every class has ${formatCount(most.images, "training image")} already`;
  }
  const [smallest, largest] = [fewest, most].map(({ label, images }) => {
    const times = train.length / sizes.length / images;
    return `of "${classes[label]!.label}" ${times.toFixed(1)} times`;
  });
  return `Balanced: every class is drawn equally often; an epoch shows an image ${smallest}, ${largest}`;
}
