/** Checks and packs a dataset's images for the graph. */
import {
  prepareDataset as prepare,
  type DatasetNeeds,
  type DatasetPlace,
  type PreparedDataset,
} from "@inception-edge/dataset";
import type { Invocation } from "@inception-edge/host";

const STAGE_TITLES = { pack: "Packing", check: "Checking" } as const;

/** Checks and packs a dataset and prints progress; an existing pack is reused. */
export async function prepareDataset(
  { root, name }: Pick<DatasetPlace, "root" | "name">,
  { terminal, signal }: Invocation,
  {
    exclude = [],
    needs,
  }: { readonly exclude?: readonly string[]; readonly needs?: DatasetNeeds } = {},
): Promise<PreparedDataset> {
  return prepare(root, {
    name,
    exclude,
    ...(needs && { needs }),
    signal,
    onNotice: (sentence) => terminal.line(`Note: ${sentence}`),
    onRepack: (reason) => terminal.line(`Note: packing the images again: ${reason}`),
    onProgress: ({ stage, done, total, imagesPerSecond, etaSeconds }) => {
      const speed = `${imagesPerSecond.toFixed(0)} images/s`;
      if (done < total) {
        const left = `${Math.ceil(etaSeconds)} s left`;
        terminal.progress(`${STAGE_TITLES[stage]} ${done}/${total}, ${speed}, ${left}`);
      } else if (stage === "pack") terminal.line(`Packed ${total} images, ${speed}`);
    },
  });
}
