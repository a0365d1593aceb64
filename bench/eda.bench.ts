/**
 * Exploring a dataset: everything that `eda` finds out, against a plain Pillow and numpy script that only counts
 * images and takes mean and standard deviation (bench/peers/dataset_stats.py: one process, one loop).
 *
 *   node --conditions=@inception-edge/source bench/eda.bench.ts [DIR] [PYTHON] [ROUNDS]
 *
 * DIR is a folder in Tiny ImageNet's layout, by default data/tiny-imagenet-200; PYTHON an interpreter with Pillow and
 * numpy, by default python3. Both are run in turns, three times, over the whole dataset, and medians are compared, by
 * the clock and by processor time, which other work on the machine lengthens less. Wanted: twice the script's speed,
 * 2,500 images per second, at most 1 GB, and the same figures.
 */
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { explore } from "../packages/eda/src/explore.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";

interface PeerResult {
  readonly images: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly mean: readonly number[];
  readonly stdOverAllPixels: readonly number[];
  readonly meanOfImageStd: readonly number[];
}

const [root = "data/tiny-imagenet-200", python = "python3", rounds = "3"] = process.argv.slice(2);
const script = fileURLToPath(new URL("./peers/dataset_stats.py", import.meta.url));

function runPeer(): PeerResult {
  const { status, stdout, stderr } = spawnSync(python, [script, root], { encoding: "utf8" });
  if (status !== 0) throw new Error(`Cannot run the peer with "${python}": ${stderr}`);
  return JSON.parse(stdout) as PeerResult;
}

const ours = { clock: [] as number[], core: [] as number[] };
const theirs = { clock: [] as number[], core: [] as number[] };
const loads: number[] = [];
let worst = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  const load = otherLoad();
  const start = performance.now();
  const cpu = process.cpuUsage();
  const { report, measures } = await explore(root);
  const { user, system } = process.cpuUsage(cpu);
  const count = measures.images.length;
  ours.clock.push((count / (performance.now() - start)) * 1e3);
  ours.core.push((count / (user + system)) * 1e6);
  loads.push(load());

  const peer = runPeer();
  theirs.clock.push(peer.images / peer.seconds);
  theirs.core.push(peer.images / peer.cpuSeconds);
  for (const figure of ["mean", "stdOverAllPixels", "meanOfImageStd"] as const) {
    for (const [channel, value] of peer[figure].entries()) {
      const own = report.channels.train!.stored[figure][channel]!;
      worst = Math.max(worst, Math.abs(own - value));
    }
  }
}
const peak = process.resourceUsage().maxRSS / 1024;
const ratio = median(ours.clock) / median(theirs.clock);
const coreRatio = median(ours.core) / median(theirs.core);
const show = (rate: number): string => rate.toFixed(0).padStart(6);
console.log(
  `explore()  ${show(median(ours.clock))} images/s, ${show(median(ours.core))} a second of a core`,
);
console.log(
  `script     ${show(median(theirs.clock))} images/s, ${show(median(theirs.core))} a second of a core`,
);
console.log(`ratio      ${ratio.toFixed(2)} by the clock, ${coreRatio.toFixed(2)} a core`);
console.log(
  `peak       ${peak.toFixed(0)} MiB; others took ${(100 * median(loads)).toFixed(0)} % of the machine`,
);
console.log(`figures    differ by at most ${worst.toFixed(4)} (the decoders do)`);
const isMet = ratio >= 2 && median(ours.clock) >= 2500 && peak <= 1000 && worst <= 0.0015;
process.exitCode = isMet ? 0 : 1;
