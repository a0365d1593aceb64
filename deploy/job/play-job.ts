/** The processes of a Job, started, killed and started again. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import type { Job } from "./read-job.ts";

const MAIN = resolve(import.meta.dirname, "../../packages/classify/src/main.ts");

export interface Play {
  /** Folder of images, in the place of the claim `archive`. */
  readonly archive: string;
  /** Folder, in the place of the claim `answers`. */
  readonly answers: string;
  readonly bundle: string;
  /** How many processes are killed, each at a random moment. */
  readonly kills: number;
  /** Pods that run at once: a small cluster. */
  readonly atOnce: number;
  /** For every process, behind the Job's own. */
  readonly flags: readonly string[];
  readonly log: (line: string) => void;
}

/** Part of `manifest.json`. */
export interface Outcome {
  readonly answered: number;
  readonly sha256: string;
}

/** @throws {Error} if the Job fails: an index used up its tries, or a process says that another try is hopeless */
export async function playJob(job: Job, play: Play): Promise<Outcome> {
  const running = new Map<number, ChildProcess>();
  const left = Array.from({ length: job.completions }, (_, index) => index);
  const worker = async (): Promise<void> => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      await playIndex(job, play, index, running);
    }
  };
  const ended = Promise.all(Array.from({ length: play.atOnce }, worker));
  const stop = new AbortController();
  const killing = killAtRandom(play, running, stop.signal);
  try {
    await ended;
  } finally {
    stop.abort();
    for (const child of running.values()) child.kill("SIGKILL");
    await killing;
  }
  return JSON.parse(await readFile(join(play.answers, "manifest.json"), "utf8")) as Outcome;
}

async function playIndex(
  job: Job,
  play: Play,
  index: number,
  running: Map<number, ChildProcess>,
): Promise<void> {
  let last = "";
  for (let tries = 0; tries <= job.backoffLimitPerIndex; tries += 1) {
    const child = startPod(job, play, index);
    running.set(index, child);
    const errors = text(child.stderr!);
    const [code, signal] = (await once(child, "close")) as [number | null, string | null];
    running.delete(index);
    if (code === 0) return;
    last = await errors;
    if (code === job.hopelessCode) throw new Error(`The Job fails: ${last}`);
    play.log(`Index ${index} ended with ${signal ?? code}: started again`);
  }
  const tries = job.backoffLimitPerIndex + 1;
  throw new Error(
    `The Job fails: index ${index} failed ${tries} times, the last time with: ${last}`,
  );
}

/** The container's arguments, with this machine's folders in the place of its mounts. */
function startPod({ args, environment }: Job, play: Play, index: number): ChildProcess {
  const mounts: Readonly<Record<string, string>> = {
    "/archive": play.archive,
    "/answers": play.answers,
  };
  const given = [...args.map((arg) => mounts[arg] ?? arg), ...play.flags];
  return spawn(process.execPath, ["--conditions=@inception-edge/source", MAIN, ...given], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      ...environment,
      JOB_COMPLETION_INDEX: String(index),
      MODEL_DIR: play.bundle,
    },
  });
}

/** The moments are random points of the work, not of the time: a kill finds something half done. */
async function killAtRandom(
  { answers, kills, log }: Play,
  running: ReadonlyMap<number, ChildProcess>,
  signal: AbortSignal,
): Promise<void> {
  const moments = Array.from({ length: kills }, Math.random).toSorted((a, b) => a - b);
  for (const moment of moments) {
    while ((await shareDone(answers)) < moment * 0.95) {
      await setTimeout(20);
      if (signal.aborted) return;
    }
    const alive = [...running];
    const [index, child] = alive[Math.floor(Math.random() * alive.length)] ?? [];
    if (child === undefined) continue;
    log(`Killing index ${index} when ${Math.round(100 * moment)} % were to be done`);
    child.kill("SIGKILL");
    await once(child, "close"); // the next kill is another process's
  }
}

/** How much of the archive is answered, in finished parts and shards. */
async function shareDone(answers: string): Promise<number> {
  let done = 0;
  let images = Infinity;
  for (const name of await readdir(answers).catch(() => [])) {
    const path = join(answers, name);
    if (name.endsWith(".parts")) {
      const parts = await readdir(path).catch(() => []);
      const ends = parts.map((part) => Number(/-(\d+)\.ndjson$/.exec(part)?.[1] ?? 0));
      done += Math.max(0, ...ends);
      images = (await readJson<PlanFile>(join(path, "plan.json")))?.inputs.images ?? images;
    } else if (/^shard-.*\.json$/.test(name)) {
      done += (await readJson<Outcome>(path))?.answered ?? 0;
    }
  }
  return done / images;
}

/** Part of a shard's plan. */
interface PlanFile {
  readonly inputs: { readonly images: number };
}

/** Undefined if it is gone by now. */
async function readJson<T>(path: string): Promise<T | undefined> {
  return readFile(path, "utf8").then(
    (json) => JSON.parse(json) as T,
    () => undefined,
  );
}
