/** From a dataset's folder to pictures ready for the graph: checked and packed. */
import type { DatasetPlace, Invocation } from "@inception-edge/cli";
import { openDataset, packDataset, type PackedDataset } from "@inception-edge/dataset";

/** Checks and packs a dataset, with progress; a pack that is there is found again. */
export async function prepareDataset(
  { root, name }: DatasetPlace,
  { console, signal }: Invocation,
): Promise<PackedDataset> {
  const dataset = await openDataset(root, { name });
  for (const notice of dataset.notices) console.line(`Note: ${notice}`);
  return packDataset(dataset, {
    signal,
    onRepack: (reason) => console.line(`Note: the pictures are packed again, for ${reason}`),
    onProgress: ({ done, total, imagesPerSecond, etaSeconds }) => {
      const speed = `${imagesPerSecond.toFixed(0)} images/s`;
      if (done < total)
        console.progress(`Packing ${done}/${total}, ${speed}, ${seconds(etaSeconds)} left`);
      else console.line(`Packed ${total} images, ${speed}`);
    },
  });
}

function seconds(value: number): string {
  return `${Math.ceil(value)} s`;
}
