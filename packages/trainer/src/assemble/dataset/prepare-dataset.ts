/** Checks and packs a dataset's images for the graph. */
import {
  describeDataset,
  prepareDataset as prepare,
  type DatasetNeeds,
  type DatasetPlace,
  type PreparedDataset,
  type RelabelEntry,
} from "@inception-edge/dataset";
import type { Invocation } from "@inception-edge/host";
import { leftOutLines } from "./left-out.ts";

const STAGE_TITLES = { pack: "Packing", check: "Checking" } as const;

/** Checks and packs a dataset and prints progress; an existing pack is reused. */
export async function prepareDataset(
  { root, name }: Pick<DatasetPlace, "root" | "name">,
  { terminal, signal }: Invocation,
  {
    storedSize,
    exclude = [],
    relabel = [],
    strict = false,
    needs,
  }: {
    /** Side of the stored images, px: what the input contract says. */
    readonly storedSize: number;
    readonly exclude?: readonly string[];
    readonly relabel?: readonly RelabelEntry[] | undefined;
    /** Whether a file that cannot be used is an error; else it is left out, and said so. */
    readonly strict?: boolean | undefined;
    /** What a new run needs; the measuring of an existing one does with whatever is there. */
    readonly needs?: DatasetNeeds;
  },
): Promise<PreparedDataset> {
  const prepared = await prepare(root, {
    name,
    storedSize,
    exclude,
    relabel,
    strict,
    ...(needs && { needs }),
    signal,
    onDataset: (dataset) => {
      terminal.line(describeDataset(dataset));
      for (const notice of dataset.notices) terminal.line(`Note: ${notice}`);
    },
    onRepack: (reason) => terminal.line(`Note: packing the images again: ${reason}`),
    onProgress: ({ stage, done, total, imagesPerSecond, etaSeconds }) => {
      const speed = `${imagesPerSecond.toFixed(0)} images/s`;
      if (done < total) {
        const left = `${Math.ceil(etaSeconds)} s left`;
        terminal.progress(`${STAGE_TITLES[stage]} ${done}/${total}, ${speed}, ${left}`);
      } else if (stage === "pack") terminal.line(`Packed ${total} images, ${speed}`);
    },
  });
  for (const notice of prepared.notices) terminal.line(`Note: ${notice}`);
  for (const line of leftOutLines(prepared.leftOut, needs !== undefined)) terminal.line(line);
  return prepared;
}
