/** From what `--dataset` says to a folder: `demo` and `tiny-imagenet` are made or downloaded where they are not there. */
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { cacheDirectory, UsageError, type Surroundings } from "@inception-edge/host";
import { downloadTinyImageNet } from "./download-tiny-imagenet.ts";
import { DEMO_ID, writeDemoDataset } from "./write-demo-dataset.ts";

const TINY_IMAGENET = join("data", "tiny-imagenet-200");

/** A dataset's folder and what to call it. */
export interface DatasetPlace {
  /** Absolute path. */
  readonly root: string;
  readonly name: string;
  /** Whether it is the drawn demo, rather than a folder that may be called so. */
  readonly isDemo: boolean;
}

/**
 * Nothing asked for is `data/tiny-imagenet-200` if that is there, else the demo.
 *
 * @throws {UsageError} where the words name a dataset of ours and a folder alike; an "@" in front means ours.
 */
export async function locateDataset(
  asked: string | undefined,
  surroundings: Surroundings,
): Promise<DatasetPlace> {
  const { cwd } = surroundings;
  const name = asked?.replace(/^@/, "");
  if (name !== undefined && Object.hasOwn(OURS, name)) {
    if (asked === name && existsSync(join(cwd, name))) {
      throw new UsageError(
        `Which dataset "${name}" is meant? Give "./${name}" for the folder "${join(cwd, name)}", or "@${name}" for ${OURS[name]!.words}`,
      );
    }
    return OURS[name]!.make(surroundings);
  }
  if (asked !== undefined) return placeOf(resolve(cwd, asked));
  const tinyImageNet = join(cwd, TINY_IMAGENET);
  return existsSync(tinyImageNet) ? placeOf(tinyImageNet) : drawDemo(surroundings);
}

/** Datasets that are made where they are not there, by what `--dataset` calls them. */
const OURS: Readonly<
  Record<string, { words: string; make: (surroundings: Surroundings) => Promise<DatasetPlace> }>
> = {
  demo: { words: "the one that is drawn", make: drawDemo },
  "tiny-imagenet": { words: "the one that is downloaded to data/", make: downloadToData },
};

async function drawDemo({ terminal }: Surroundings): Promise<DatasetPlace> {
  const root = join(cacheDirectory(), DEMO_ID);
  if (!existsSync(root)) terminal.line("Drawing the demo dataset");
  await writeDemoDataset(root);
  return { root, name: "demo", isDemo: true };
}

async function downloadToData({ cwd, terminal, signal }: Surroundings): Promise<DatasetPlace> {
  const root = join(cwd, TINY_IMAGENET);
  await downloadTinyImageNet(root, {
    signal,
    onProgress: ({ stage, done, total, perSecond, etaSeconds }) => {
      const [unit, scale] = stage === "download" ? ["MB", 1e6] : ["files", 1];
      const [at, of, speed] = [done, total, perSecond].map((n) => (n / scale).toFixed(0));
      terminal.progress(
        `${stage} ${at}/${of} ${unit}, ${speed} ${unit}/s, ${Math.ceil(etaSeconds)} s left`,
      );
    },
  });
  return placeOf(root);
}

const placeOf = (root: string): DatasetPlace => ({ root, name: basename(root), isDemo: false });
