/** From what `--dataset` says to pictures ready for the graph: found, checked, packed. */
import { readFile, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import {
  cacheDirectory,
  DEMO_ID,
  downloadTinyImageNet,
  openDataset,
  packDataset,
  writeDemoDataset,
  type PackedDataset,
} from "@inception-edge/dataset";
import type { CommandContext } from "./command.ts";

const TINY_IMAGENET = join("data", "tiny-imagenet-200");

/** A dataset's folder and what to call it. */
export interface DatasetPlace {
  readonly root: string;
  readonly name: string;
}

/** Finds the folder; `demo` and `tiny-imagenet` are made or downloaded when they are not there. */
export async function locateDataset(
  asked: string | undefined,
  { cwd, console, signal }: CommandContext,
): Promise<DatasetPlace> {
  const tinyImageNet = join(cwd, TINY_IMAGENET);
  const choice = asked ?? ((await exists(tinyImageNet)) ? TINY_IMAGENET : "demo");
  if (choice === "demo") {
    const root = join(cacheDirectory(), DEMO_ID);
    if (!(await exists(root))) console.line("Drawing the demo dataset");
    await writeDemoDataset(root);
    return { root, name: "demo" };
  }
  if (choice === "tiny-imagenet") {
    await downloadTinyImageNet(tinyImageNet, {
      signal,
      onProgress: ({ stage, done, total, perSecond, etaSeconds }) => {
        const [unit, scale] = stage === "download" ? ["MB", 1e6] : ["files", 1];
        const [at, of, speed] = [done, total, perSecond].map((n) => (n / scale).toFixed(0));
        console.progress(
          `${stage} ${at}/${of} ${unit}, ${speed} ${unit}/s, ${seconds(etaSeconds)} left`,
        );
      },
    });
    return placeOf(tinyImageNet);
  }
  return placeOf(resolve(cwd, choice));
}

const placeOf = (root: string): DatasetPlace => ({ root, name: basename(root) });

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

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
