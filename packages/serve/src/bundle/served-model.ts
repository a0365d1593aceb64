/** A model in service: its facts, and the threads that answer with it. */
import type { ReadFile } from "@inception-edge/bundle";
import type { KnownModel } from "../classify/doubt.ts";
import type { DriftWatch } from "../observe/drift-watch.ts";
import type { ModelSetup, WorkerStarted } from "../worker/job.ts";
import type { ClassifyPool } from "./start-threads.ts";

/** What routes need of a model in service. */
export interface ServedModel extends KnownModel {
  /** What it is called in paths, settings and metrics. */
  readonly id: string;
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
  /** What its threads were given. */
  readonly setup: ModelSetup;
  /** All models of the service share it. */
  readonly pool: ClassifyPool;
}

/** All models in service. */
export interface ServedModels {
  /** In the order of their ids. */
  readonly models: ReadonlyMap<string, ServedModel>;
  /** Why others are not, by their ids: they have never passed. */
  readonly refused: ReadonlyMap<string, string>;
  readonly pool: ClassifyPool;
}
