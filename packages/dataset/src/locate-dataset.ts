/**
 * Resolves `--dataset` to a folder or a table; an archive is unpacked, `demo` is drawn and `tiny-imagenet` downloaded if
 * it does not exist yet.
 */
import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { cacheDirectory, UsageError, type Surroundings } from "@inception-edge/host";
import { archiveName, unpackArchive } from "./archive/unpack-archive.ts";
import { downloadTinyImageNet } from "./download-tiny-imagenet.ts";
import { datasetName } from "./open-dataset.ts";
import { DEMO_ID, writeDemoDataset } from "./write-demo-dataset.ts";

const TINY_IMAGENET_FOLDER = join("data", "tiny-imagenet-200");

/** Where a dataset is, and its name. */
export interface DatasetPlace {
  /** Absolute path of its folder, or of its table. */
  readonly root: string;
  /** The archive that it was unpacked from. */
  readonly archive?: string;
  readonly name: string;
  /** Whether it is the drawn demo, not a folder of that name. */
  readonly isDemo: boolean;
}

/**
 * Without `--dataset`, this is `data/tiny-imagenet-200` if it exists, else the demo.
 *
 * @throws {UsageError} if `asked` names a built-in dataset and an existing folder; a leading "@" means the built-in one
 */
export async function locateDataset(
  asked: string | undefined,
  surroundings: Surroundings,
): Promise<DatasetPlace> {
  const { cwd } = surroundings;
  const name = asked?.replace(/^@/, "");
  if (name !== undefined && Object.hasOwn(BUILT_IN, name)) {
    if (asked === name && existsSync(join(cwd, name))) {
      throw new UsageError(
        `Cannot choose the dataset "${name}": it is a folder here and a built-in dataset; give "./${name}" for the folder "${join(cwd, name)}", or "@${name}" for ${BUILT_IN[name]!.description}`,
      );
    }
    return BUILT_IN[name]!.make(surroundings);
  }
  if (asked !== undefined) return placeGiven(resolve(cwd, asked), surroundings);
  const tinyImageNet = join(cwd, TINY_IMAGENET_FOLDER);
  return existsSync(tinyImageNet) ? placeOf(tinyImageNet) : drawDemo(surroundings);
}

interface BuiltIn {
  readonly description: string;
  readonly make: (surroundings: Surroundings) => Promise<DatasetPlace>;
}

/** Datasets that are made when they do not exist yet, by their names for `--dataset`. */
const BUILT_IN: Readonly<Record<string, BuiltIn>> = {
  demo: { description: "the drawn demo", make: drawDemo },
  "tiny-imagenet": { description: "the download to data/", make: downloadToData },
};

async function drawDemo({ terminal }: Surroundings): Promise<DatasetPlace> {
  const root = join(cacheDirectory(), DEMO_ID);
  if (!existsSync(root)) terminal.line("Drawing the demo dataset");
  await writeDemoDataset(root);
  return { root, name: "demo", isDemo: true };
}

async function downloadToData({ cwd, terminal, signal }: Surroundings): Promise<DatasetPlace> {
  const root = join(cwd, TINY_IMAGENET_FOLDER);
  await downloadTinyImageNet(root, {
    signal,
    onProgress: ({ stage, done, total, perSecond, etaSeconds }) => {
      const [unit, scale] = stage === "download" ? ["MB", 1e6] : ["files", 1];
      const [now, end, speed] = [done, total, perSecond].map((count) => (count / scale).toFixed(0));
      terminal.progress(
        `${stage} ${now}/${end} ${unit}, ${speed} ${unit}/s, ${Math.ceil(etaSeconds)} s left`,
      );
    },
  });
  return placeOf(root);
}

/** A folder, a table or an archive. */
async function placeGiven(path: string, { terminal, signal }: Surroundings): Promise<DatasetPlace> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return placeOf(path);
  const root = await unpackArchive(path, {
    signal,
    onFiles: (files) => terminal.progress(`Unpacking ${basename(path)}: ${files} files`),
  });
  if (root === undefined) return placeOf(path);
  return { root, archive: path, name: archiveName(path), isDemo: false };
}

const placeOf = (root: string): DatasetPlace => ({ root, name: datasetName(root), isDemo: false });
