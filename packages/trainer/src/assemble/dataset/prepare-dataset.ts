/** From a dataset's folder to images ready for the graph: checked and packed. */
import {
  prepareDataset as prepare,
  type DatasetNeeds,
  type DatasetPlace,
  type PreparedDataset,
} from "@inception-edge/dataset";
import type { Invocation } from "@inception-edge/host";

const DOING = { pack: "Packing", check: "Checking" } as const;

/** Checks and packs a dataset, with progress; a pack that is there is found again. */
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
    onRepack: (reason) => terminal.line(`Note: the images are packed again, for ${reason}`),
    onProgress: ({ stage, done, total, imagesPerSecond, etaSeconds }) => {
      const speed = `${imagesPerSecond.toFixed(0)} images/s`;
      if (done < total) {
        const left = `${Math.ceil(etaSeconds)} s left`;
        terminal.progress(`${DOING[stage]} ${done}/${total}, ${speed}, ${left}`);
      } else if (stage === "pack") terminal.line(`Packed ${total} images, ${speed}`);
    },
  });
}
