/**
 * Packing a dataset: images per second with one worker per core, against the plain loop on one thread.
 *
 *   node --conditions=@inception-edge/source bench/pack.bench.ts [DIR]
 *
 * DIR is a folder in Tiny ImageNet's layout, by default data/tiny-imagenet-200. The loop reads, decodes and
 * copies every twentieth image; both are run three times in turn, and the medians are compared. Then the pack
 * is opened again, as a second start does.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { openDataset, packDataset, type Dataset } from "../packages/dataset/src/mod.ts";
import { loadDecoder, STORED_BYTES, toStored } from "../packages/image/src/mod.ts";
import { median } from "./median.ts";

const REPEATS = 3;
const root = process.argv[2] ?? "data/tiny-imagenet-200";

/** Milliseconds that the work takes. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function decodeInLoop(dataset: Dataset, every: number): Promise<number> {
  const decoder = await loadDecoder();
  const images = dataset.train.filter((_, index) => index % every === 0);
  const store = new Uint8Array(images.length * STORED_BYTES);
  const ms = await time(async () => {
    for (const [place, { path }] of images.entries()) {
      store.set(
        toStored(decoder.decode(await readFile(join(dataset.root, path)))).rgb,
        place * STORED_BYTES,
      );
    }
  });
  return images.length / (ms / 1000);
}

const opened = await openDataset(root);
const count = opened.train.length + opened.val.length;
const packed: number[] = [];
const looped: number[] = [];
const again: number[] = [];
for (let repeat = 0; repeat < REPEATS; repeat += 1) {
  looped.push(await decodeInLoop(opened, 20));
  const cacheDirectory = await mkdtemp(join(tmpdir(), "inception-edge-bench-"));
  packed.push(count / ((await time(() => packDataset(opened, { cacheDirectory }))) / 1000));
  again.push(await time(() => packDataset(opened, { cacheDirectory })));
  await rm(cacheDirectory, { recursive: true });
}
const openMs = await time(() => openDataset(root));
const ratio = median(packed) / median(looped);
console.log(`${count} images, ${availableParallelism()} workers, medians of ${REPEATS}`);
console.log(`packDataset      ${median(packed).toFixed(0)} images/s, whole, with hashes and fsync`);
console.log(
  `plain loop       ${median(looped).toFixed(0)} images/s on one thread, nothing written`,
);
console.log(`ratio            ${ratio.toFixed(2)}x`);
console.log(`second start     ${openMs.toFixed(0)} ms open, ${median(again).toFixed(0)} ms pack`);
console.log(`peak memory      ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
