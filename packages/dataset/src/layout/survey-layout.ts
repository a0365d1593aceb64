/** What the readers of every layout return. */
import type { ClassLabel, Dataset } from "../dataset.ts";
import type { DatasetDescription } from "../tiny-imagenet.ts";

/** Everything that could be read; defects, and files left out, are in the lists of the folder. */
export interface LayoutSurvey extends Pick<Dataset, "train" | "val" | "valFraction" | "notices"> {
  readonly classes: readonly ClassLabel[];
  /** The known dataset that the folder claims to be. */
  readonly claims?: DatasetDescription;
}
