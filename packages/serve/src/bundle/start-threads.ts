/** The threads of a model, each of which has passed the self-test; by it `auto` judges a native engine. */
import type { Worker } from "node:worker_threads";
import { compileEngine, type CompiledEngine, type EngineName } from "@inception-edge/inference";
import { clientShare } from "../client-share.ts";
import type { LossReason, Stage } from "../pool/lane.ts";
import { WorkerPool } from "../pool/worker-pool.ts";
import type { Settings } from "../settings.ts";
import type { Classification, ClassifyJob, WorkerSetup, WorkerStarted } from "../worker/job.ts";

/** The threads of a model. */
export type ClassifyPool = WorkerPool<ClassifyJob, WorkerStarted, Classification>;

/** Called when a thread can no longer be used. @param engine what it ran */
export type ThreadLost = (reason: LossReason, cause: Error, engine: EngineName) => void;

/** How threads are started. */
export interface ThreadOptions {
  readonly settings: Settings;
  readonly startWorker: (setup: WorkerSetup) => Worker;
  readonly onLost: ThreadLost;
}

/** Threads at work. */
export interface Threads {
  readonly pool: ClassifyPool;
  /** What the first of them reported. */
  readonly started: WorkerStarted;
}

/** Far longer than any start takes; a load must end one way or the other. */
const START_MS = 60_000;

/**
 * Where `auto` chose the native engine and that does not pass, or cannot be tested, WebAssembly takes its place.
 * @throws {Error} when a thread fails; all are closed then
 */
export async function startThreads(
  setup: Omit<WorkerSetup, "engine">,
  engine: CompiledEngine,
  options: ThreadOptions,
): Promise<Threads> {
  const isOnTrial = options.settings.ENGINE === "auto" && engine.name === "litert-native";
  if (!isOnTrial) return startWith({ ...setup, engine }, options);
  try {
    if (setup.golden.length === 0) throw new Error("The bundle has no golden images to test it by");
    return await startWith({ ...setup, engine }, options);
  } catch (error) {
    const wasm = await compileEngine("auto");
    const why = `${wasm.why}; litert-native does not serve: ${(error as Error).message}`;
    return startWith({ ...setup, engine: { ...wasm, why } }, options);
  }
}

async function startWith(
  setup: WorkerSetup,
  { settings, startWorker, onLost }: ThreadOptions,
): Promise<Threads> {
  const share = clientShare(settings);
  const pool: ClassifyPool = new WorkerPool({
    startWorker: () => startWorker(setup),
    workers: settings.WORKERS,
    startMs: START_MS,
    stages: stages(settings),
    hangMs: settings.HANG_TIMEOUT_MS,
    maxQueue: settings.MAX_QUEUE,
    maxWaitMs: settings.QUEUE_TIMEOUT_MS,
    maxPixels: settings.MAX_QUEUED_PIXELS,
    maxClientQueue: share.queue,
    maxClientPixels: share.pixels,
    onLost: (reason, cause) => onLost(reason, cause, setup.engine.name),
  });
  try {
    const [started] = await pool.started;
    return { pool, started: started! };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

function stages({ DECODE_TIMEOUT_MS, INFER_TIMEOUT_MS }: Settings): readonly Stage[] {
  return [
    { limitMs: DECODE_TIMEOUT_MS, problem: "decode_timeout" },
    { limitMs: INFER_TIMEOUT_MS, problem: "infer_timeout" },
  ];
}
