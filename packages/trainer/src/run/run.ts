/** A run: its folder, config, data and network. */
import type { PreparedDataset, Splits } from "@inception-edge/dataset";
import type { Graph } from "@inception-edge/model";
import type { RunConfig } from "./run-config.ts";
import type { RunFolder } from "./run-folder.ts";

/** Everything that commands and the export need to know about a run. */
export interface Run {
  readonly folder: RunFolder;
  readonly config: RunConfig;
  readonly packed: PreparedDataset;
  readonly splits: Splits;
  readonly model: Graph;
  /** Whether TensorFlow computes on a GPU here. */
  readonly usesGpu: boolean;
}
