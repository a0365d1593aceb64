/**
 * A step of two workers on this machine, one thread each, over loopback: what meeting costs, by the full network with its
 * three heads and 200 classes in float32, SGD, on random images.
 *
 *   node --conditions=@inception-edge/source bench/workers.bench.ts [BATCH A WORKER, by default 128] [ROUNDS, by default 3]
 *
 * Both workers take, in turns, a step alone, each on a batch of its own, and a step together, each on its half of a batch of
 * twice the size. Both processes compute all the time, so they share the machine's memory alike. `agreeing` is what
 * worker 0 tells before a step. A step alone lasts until both have made theirs, so that what is compared is the meeting,
 * not which worker was given more of the machine. Required: together, it takes at most a tenth longer than alone.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../packages/dataset/src/mod.ts";
import { STORED_BYTES, STORED_SIZE } from "../packages/image/src/mod.ts";
import { countParameters } from "../packages/model/src/mod.ts";
import { joinWorkers } from "../packages/tensorflow/src/mod.ts";
import { freePorts } from "../packages/testing/src/free-ports.ts";
import { modelOf } from "../packages/trainer/src/assemble/recipe-options.ts";
import { openProgram } from "../packages/trainer/src/assemble/start-session.ts";
import { modern5 } from "../packages/trainer/src/recipes/modern-5.ts";
import type { Recipe } from "../packages/trainer/src/recipes/recipe.ts";
import { encodeWish } from "../packages/trainer/src/workers/command.ts";
import { leaderSession, partOf } from "../packages/trainer/src/workers/lead.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";

const CLASSES = 200;
const IMAGES = 512;
const MOST_OVERHEAD = 0.1;

const [batchText = "128", roundsText = "3", rankText, ...addresses] = process.argv.slice(2);
const [batch, rounds] = [Number(batchText), Number(roundsText)];
const optimizer = { kind: "sgd", momentum: 0.9, nesterov: true } as const;
const recipe: Recipe = { ...modern5, optimizer, augmentation: { kind: "none" } };
await (rankText === undefined ? lead() : work(Number(rankText)));

/** Starts both workers with one thread each, and prints what worker 0 measured. */
async function lead(): Promise<void> {
  const ports = await freePorts(2);
  const others = otherLoad();
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "2" };
  const children = [0, 1].map((rank) => {
    const list = ports.map((port) => `localhost:${port}`);
    return fork(import.meta.filename, [batchText, roundsText, String(rank), ...list], { env });
  });
  const results = new Promise<Measured>((resolve) => {
    children[0]!.on("message", (message) => resolve(message as Measured));
  });
  const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0]));
  if (codes.some((code) => code !== 0)) throw new Error(`The workers ended with ${codes}`);
  const { alone, together, agreeing, aloneCpu, togetherCpu } = await results;
  const overhead = together / alone - 1;
  const busy = (100 * others()).toFixed(0);
  const bytes = 4 * countParameters(modelOf(recipe, CLASSES)).total;
  console.log(`${cpus()[0]!.model}, one thread a worker; others took ${busy} % of the processors`);
  console.log(`${(bytes / 1e6).toFixed(1)} MB of gradients; medians of ${rounds} rounds, in ms`);
  console.log(`alone, batch ${batch}: ${alone.toFixed(0)}`);
  console.log(`together, batch ${2 * batch}: ${together.toFixed(0)}`);
  console.log(
    `processor time of worker 0: ${aloneCpu.toFixed(0)} alone, ${togetherCpu.toFixed(0)} together, ${percent(togetherCpu / aloneCpu - 1)} more`,
  );
  console.log(`agreeing on a step: ${agreeing.toFixed(1)}`);
  console.log(`meeting costs ${percent(overhead)}, required ${percent(MOST_OVERHEAD)}`);
  if (overhead > MOST_OVERHEAD) process.exitCode = 1;
}

/** Milliseconds. */
interface Measured {
  readonly alone: number;
  readonly together: number;
  readonly agreeing: number;
  /** Of the processor, in worker 0's process. */
  readonly aloneCpu: number;
  readonly togetherCpu: number;
}

async function work(rank: number): Promise<void> {
  const { signal } = new AbortController();
  const group = await joinWorkers({ addresses, rank }, { signal, onWait() {} });
  const folder = await mkdtemp(join(tmpdir(), "inception-edge-bench-"));
  try {
    const imagesPath = join(folder, "images.u8");
    const random = seededRandom(1);
    const bytes = IMAGES * STORED_BYTES;
    await writeFile(
      imagesPath,
      Uint8Array.from({ length: bytes }, () => 256 * random()),
    );
    const open = (batchSize: number, shared: boolean) =>
      openProgram(
        { ...recipe, batchSize },
        {
          model: modelOf(recipe, CLASSES),
          images: { imagesPath, count: IMAGES, size: STORED_SIZE },
          train: Int32Array.from({ length: IMAGES }, (_, index) => index),
          precision: "f32",
          seed: 1,
          usesGpu: false,
          folder: join(folder, shared ? "shared" : "alone"),
          ...(shared && { group }),
        },
      );
    const alone = await open(batch, false);
    const shared = await open(2 * batch, true);
    const batchSize = 2 * batch;
    const leader = { group, stopping: new AbortController(), failed: false };
    const { session, thread, ...rest } = shared;
    const leading = leaderSession(session, thread, { ...rest, leader, batchSize });
    const indices = Int32Array.from({ length: batchSize }, (_, index) => index % IMAGES);
    const whole = { indices, labels: indices.map((index) => index % CLASSES) };
    const wish = encodeWish(false, batchSize);
    const command = { dtype: "int32", shape: [wish.length], values: wish } as const;
    const agree = () => thread.run("command", { command });
    const together = async (step: number): Promise<unknown> => {
      if (rank === 0) return leading.step(whole, step, 1e-3);
      if (step === 0) {
        await agree();
        await thread.run("share");
      }
      await agree();
      return session.step(partOf(whole, group), step, 1e-3);
    };
    const half = { indices: indices.subarray(0, batch), labels: whole.labels.subarray(0, batch) };
    const times: Record<keyof Measured, number[]> = {
      alone: [],
      together: [],
      agreeing: [],
      aloneCpu: [],
      togetherCpu: [],
    };
    for (let step = 0; step <= rounds; step += 1) {
      await agree(); // both begin at once
      const starts = [performance.now()];
      const cpu = [cpuMs()];
      await alone.session.step(half, step, 1e-3);
      await agree();
      starts.push(performance.now());
      cpu.push(cpuMs());
      await together(step);
      starts.push(performance.now());
      cpu.push(cpuMs());
      await agree();
      starts.push(performance.now());
      if (step === 0) continue; // warming up
      times.alone.push(starts[1]! - starts[0]!);
      times.together.push(starts[2]! - starts[1]!);
      times.aloneCpu.push(cpu[1]! - cpu[0]!);
      times.togetherCpu.push(cpu[2]! - cpu[1]!);
      times.agreeing.push(starts[3]! - starts[2]!);
    }
    if (rank === 0) {
      const medians = Object.entries(times).map(([name, ms]) => [name, median(ms)]);
      process.send!(Object.fromEntries(medians));
    }
    group.close();
    await Promise.all([alone.session.close(), session.close()]);
  } finally {
    await rm(folder, { recursive: true });
  }
  process.disconnect();
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
