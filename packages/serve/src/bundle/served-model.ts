/** A bundle in service: its facts, and the threads that answer with it. */
import type { Worker } from "node:worker_threads";
import { MANIFEST_PATH, type BundleManifest, type ReadFile } from "@inception-edge/bundle";
import { sha256, type ImageLimits } from "@inception-edge/image";
import { compileEngine } from "@inception-edge/inference";
import { clientShare } from "../client-share.ts";
import type { Stage } from "../pool/lane.ts";
import { WorkerPool, type PoolOptions } from "../pool/worker-pool.ts";
import type { Settings } from "../settings.ts";
import type { Classification, ClassifyJob, WorkerSetup, WorkerStarted } from "../worker/job.ts";
import { readModel } from "./read-model.ts";

/** The threads of a model. */
export type ClassifyPool = WorkerPool<ClassifyJob, WorkerStarted, Classification>;

/** What routes need of the model in service. */
export interface ServedModel {
  readonly manifest: BundleManifest;
  /** SHA-256 of the manifest's file, which has the hashes of all others. */
  readonly version: string;
  readonly card: string | undefined;
  /** Role of the model file, for example `tflite-int8`. */
  readonly role: string;
  readonly canExplain: boolean;
  readonly started: WorkerStarted;
  readonly pool: ClassifyPool;
}

/** What serving depends on besides the bundle. */
export interface ServeModelOptions {
  readonly settings: Settings;
  readonly limits: ImageLimits;
  readonly startWorker: (setup: WorkerSetup) => Worker;
  readonly onLost: PoolOptions["onLost"];
}

/** Far longer than any start takes; a load must end one way or the other. */
const START_MS = 60_000;

/**
 * Opens a bundle and starts its threads; resolves when each of them has passed the self-test.
 * @throws {Error} when the bundle cannot be used or a thread fails the test; all threads are closed then
 */
export async function serveModel(read: ReadFile, options: ServeModelOptions): Promise<ServedModel> {
  const { settings, limits, startWorker, onLost } = options;
  const manifestBytes = await read(MANIFEST_PATH).catch(() => new Uint8Array()); // readModel reports it.
  const [{ manifest, card, setup }, engine] = await Promise.all([
    readModel(read, settings, limits),
    compileEngine(settings.ENGINE),
  ]);
  const share = clientShare(settings);
  const pool: ClassifyPool = new WorkerPool({
    startWorker: () => startWorker({ ...setup, engine }),
    workers: settings.WORKERS,
    startMs: START_MS,
    stages: stages(settings),
    hangMs: settings.HANG_TIMEOUT_MS,
    maxQueue: settings.MAX_QUEUE,
    maxWaitMs: settings.QUEUE_TIMEOUT_MS,
    maxPixels: settings.MAX_QUEUED_PIXELS,
    maxClientQueue: share.queue,
    maxClientPixels: share.pixels,
    onLost,
  });
  try {
    const [started] = await pool.started;
    return {
      manifest,
      version: await sha256(manifestBytes),
      card,
      role: setup.role,
      canExplain: setup.camWeights !== undefined,
      started: started!,
      pool,
    };
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
