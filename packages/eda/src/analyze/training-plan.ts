/** What the trainer would do with the dataset, and the command line for it. */
import type { Defect } from "@inception-edge/dataset";
import { shellWord } from "@inception-edge/host";
import type { Report, TrainingPlan } from "../report.ts";
import { isImbalanced } from "./class-findings.ts";

/** What `--dataset` and `--exclude` would be called with. */
export interface Addresses {
  readonly dataset: string;
  readonly excludeList: string;
}

type Facts = Pick<Report, "structure" | "files" | "exclude" | "balance">;

export function trainingPlan(
  { structure, files, exclude, balance }: Facts,
  addresses: Addresses,
): TrainingPlan {
  const isTiny = structure.layout === "tiny-imagenet";
  const excluded = new Set(exclude.map(({ path }) => path));
  /** In Tiny ImageNet's layout nothing is left out that is not excluded. */
  const refused = isTiny ? files.defects.filter(({ path }) => !excluded.has(path)) : [];
  const leftOut = isTiny ? [] : files.defects;
  const isLeftOut = new Set(leftOut.map(({ path }) => path));
  const excludes = exclude.filter(({ path }) => !isLeftOut.has(path)).length;
  const flags = [
    ...(excludes > 0 ? [`--exclude ${shellWord(addresses.excludeList)}`] : []),
    ...(isImbalanced(balance.train) ? ["--balance"] : []),
  ];
  const refusals = [...structure.defects, ...refused];
  const start = `pnpm --filter trainer start --dataset ${shellWord(addresses.dataset)}`;
  return {
    refusals: refusals.length,
    leftOut: reasonsOf(leftOut),
    excludes,
    ...(refusals.length === 0 && { command: [start, ...flags].join(" ") }),
  };
}

/** Counts by reason, the most frequent first. */
function reasonsOf(defects: readonly Defect[]): TrainingPlan["leftOut"] {
  return [...Map.groupBy(defects, ({ message }) => message)]
    .map(([reason, { length }]) => ({ reason, files: length }))
    .toSorted((a, b) => b.files - a.files);
}
