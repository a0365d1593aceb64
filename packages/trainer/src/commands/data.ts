/** From a dataset's folder to pictures ready for the graph: checked and packed. */
import { readFile } from "node:fs/promises";
import type { DatasetPlace } from "@inception-edge/cli";
import { openDataset, packDataset, type PackedDataset } from "@inception-edge/dataset";
import type { CommandContext } from "./command.ts";

/** Checks and packs a dataset, with progress; a pack that is there is found again. */
export async function prepareDataset(
  { root, name }: DatasetPlace,
  { console, signal }: CommandContext,
): Promise<PackedDataset> {
  const dataset = await openDataset(root, { name });
  for (const notice of dataset.notices) console.line(`Note: ${notice}`);
  return packDataset(dataset, {
    signal,
    onProgress: ({ done, total, imagesPerSecond, etaSeconds }) => {
      const speed = `${imagesPerSecond.toFixed(0)} images/s`;
      if (done < total)
        console.progress(`Packing ${done}/${total}, ${speed}, ${seconds(etaSeconds)} left`);
      else console.line(`Packed ${total} images, ${speed}`);
    },
  });
}

/** Paths in an exclude list: one a line; blank lines and `#` comments are skipped. */
export async function readExcludeList(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new Error(`Cannot read the exclude list "${path}": no such file`, { cause });
  });
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*$/, "").trim())
    .filter((line) => line !== "");
}

function seconds(value: number): string {
  return `${Math.ceil(value)} s`;
}
