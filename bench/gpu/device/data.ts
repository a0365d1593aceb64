/** `data`: unpacks the dataset that travelled in slices, and packs it as the trainer would. */
import { spawn } from "node:child_process";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openDataset, packDataset, type PackedDataset } from "../../../packages/dataset/src/mod.ts";
import { kitEnvironment } from "./environment.ts";
import { stamped, type Kit } from "./kit.ts";
import type { Step } from "./step.ts";

const SLICE = /^data\.tar\.xz\./;

export const data: Step = {
  help: ["", "unpacks the dataset and packs its images"],
  isLong: true,

  async run(kit, { terminal, signal }) {
    if (!existsSync(kit.data)) await unpackData(kit);
    const root = await datasetRoot(kit);
    terminal.line(stamped(kit, `the dataset is in ${root}`));
    const packed = await packedData(kit, root, signal);
    terminal.line(stamped(kit, `packed ${packed.count} images`));
  },
};

async function unpackData(kit: Kit): Promise<void> {
  const pieces = (await readFile(join(kit.root, "PIECES"), "utf8")).split("\n");
  const slices = pieces.map((line) => line.split(" ")[0]!).filter((name) => SLICE.test(name));
  const missing = slices.filter((name) => !existsSync(join(kit.parts, name)));
  if (slices.length === 0 || missing.length > 0) {
    throw new Error(
      slices.length === 0
        ? "Cannot unpack the dataset: none was prepared; give prepare.ts --data"
        : `Cannot unpack the dataset: the parts with ${missing.join(", ")} have not come`,
    );
  }
  const partial = `${kit.data}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial);
  const tar = spawn("tar", ["--extract", "--xz", "--directory", partial], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  const ended = new Promise((resolve) => tar.on("close", resolve));
  await pipeline(async function* () {
    for (const name of slices.toSorted(byNumber)) yield* createReadStream(join(kit.parts, name));
  }, tar.stdin);
  if ((await ended) !== 0) throw new Error("Cannot unpack the dataset: tar's reason is above");
  await rename(partial, kit.data);
}

function byNumber(a: string, b: string): number {
  return Number(a.split(".").at(-1)) - Number(b.split(".").at(-1));
}

/** The one folder that the archive held. */
export async function datasetRoot(kit: Kit): Promise<string> {
  const [name] = await readdir(kit.data).catch(() => []);
  if (!name)
    throw new Error("Cannot find the dataset: it is not unpacked; run the step data first");
  return join(kit.data, name);
}

/** As the trainer finds it again. */
export async function packedData(
  kit: Kit,
  root: string,
  signal: AbortSignal,
): Promise<PackedDataset> {
  Object.assign(process.env, kitEnvironment(kit)); // names the cache
  return packDataset(await openDataset(root), { signal });
}
