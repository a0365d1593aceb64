/** From what `--dataset` says to a folder: `demo` and `tiny-imagenet` are made or downloaded where they are not there. */
import {
  cacheDirectory,
  DEMO_ID,
  downloadTinyImageNet,
  writeDemoDataset,
} from "@inception-edge/dataset";
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Console } from "./console.ts";

const TINY_IMAGENET = join("data", "tiny-imagenet-200");

/** A dataset's folder and what to call it. */
export interface DatasetPlace {
  /** Absolute path. */
  readonly root: string;
  readonly name: string;
  /** Whether it is the drawn demo, rather than a folder that may be called so. */
  readonly isDemo: boolean;
}

/** Where a command runs. */
export interface Surroundings {
  /** Where the user stands: paths on the command line are relative to it. */
  readonly cwd: string;
  readonly console: Console;
  readonly signal: AbortSignal;
}

/** Nothing asked for is `data/tiny-imagenet-200` if that is there, else the demo. */
export async function locateDataset(
  asked: string | undefined,
  { cwd, console, signal }: Surroundings,
): Promise<DatasetPlace> {
  const tinyImageNet = join(cwd, TINY_IMAGENET);
  const choice = asked ?? (existsSync(tinyImageNet) ? TINY_IMAGENET : "demo");
  if (choice === "demo") {
    const root = join(cacheDirectory(), DEMO_ID);
    if (!existsSync(root)) console.line("Drawing the demo dataset");
    await writeDemoDataset(root);
    return { root, name: "demo", isDemo: true };
  }
  if (choice === "tiny-imagenet") {
    await downloadTinyImageNet(tinyImageNet, {
      signal,
      onProgress: ({ stage, done, total, perSecond, etaSeconds }) => {
        const [unit, scale] = stage === "download" ? ["MB", 1e6] : ["files", 1];
        const [at, of, speed] = [done, total, perSecond].map((n) => (n / scale).toFixed(0));
        console.progress(
          `${stage} ${at}/${of} ${unit}, ${speed} ${unit}/s, ${Math.ceil(etaSeconds)} s left`,
        );
      },
    });
    return placeOf(tinyImageNet);
  }
  return placeOf(resolve(cwd, choice));
}

const placeOf = (root: string): DatasetPlace => ({
  root,
  name: basename(root),
  isDemo: false,
});
