/** A bundle in service: its facts, and the threads that answer with it. */
import type { Worker } from "node:worker_threads";
import { MANIFEST_PATH, type ReadFile } from "@inception-edge/bundle";
import { sha256 } from "@inception-edge/image";
import { compileEngine } from "@inception-edge/inference";
import type { KnownModel } from "../classify/doubt.ts";
import { DriftWatch } from "../observe/drift-watch.ts";
import type { Settings } from "../settings.ts";
import type { WorkerSetup, WorkerStarted } from "../worker/job.ts";
import { readModel, type ReadModelOptions } from "./read-model.ts";
import { startThreads, type ClassifyPool, type ThreadLost } from "./start-threads.ts";

/** What routes need of the model in service. */
export interface ServedModel extends KnownModel {
  /** SHA-256 of the manifest's file, which has the hashes of all others. */
  readonly version: string;
  /** Size of the manifest's file. */
  readonly manifestBytes: number;
  /** A file of the bundle's folder, which may have been changed since. */
  readonly read: ReadFile;
  readonly card: string | undefined;
  readonly canExplain: boolean;
  /** Absent where the bundle does not say what answers used to look like. */
  readonly drift: DriftWatch | undefined;
  readonly started: WorkerStarted;
  readonly pool: ClassifyPool;
}

/** What serving depends on besides the bundle. */
export interface ServeModelOptions extends ReadModelOptions {
  readonly settings: Settings;
  readonly startWorker: (setup: WorkerSetup) => Worker;
  readonly onLost: ThreadLost;
}

/**
 * Opens a bundle and starts its threads; resolves when each of them has passed the self-test.
 * @throws {Error} when the bundle cannot be used or a thread fails the test; all threads are closed then
 */
export async function serveModel(read: ReadFile, options: ServeModelOptions): Promise<ServedModel> {
  const { settings } = options;
  const manifestBytes = await read(MANIFEST_PATH).catch(() => new Uint8Array()); // readModel reports it.
  const [{ manifest, card, setup }, engine] = await Promise.all([
    readModel(read, settings, options),
    compileEngine(settings.ENGINE, { library: settings.LITERT_LIBRARY || undefined }),
  ]);
  const { pool, started } = await startThreads(setup, engine, options);
  return {
    manifest,
    version: await sha256(manifestBytes),
    manifestBytes: manifestBytes.length,
    read,
    card,
    role: setup.role,
    canExplain: setup.camWeights !== undefined,
    oodThreshold: setup.ood?.scale.threshold,
    drift: manifest.drift && new DriftWatch(manifest.drift, setup.role),
    started,
    pool,
  };
}
