/**
 * `robustness.json`: a network's accuracy on corrupted images of val. The corruptions are our own
 * (packages/corruptions), so the figures are not results on Tiny-ImageNet-C. Fractions are 0 to 1.
 */
import type { CorruptionGroup, CorruptionName } from "@inception-edge/corruptions";
import { mean } from "../evaluate/mean.ts";

/** Top-1 accuracy at severities 1 to 5. */
export type SeverityScores = readonly [number, number, number, number, number];

/** The scores for one kind of corruption. */
export interface KindScores {
  readonly name: CorruptionName;
  readonly group: CorruptionGroup;
  readonly top1: SeverityScores;
  /** Mean over the severities. */
  readonly mean: number;
}

/** The content of the file. */
export interface RobustnessDocument {
  readonly schemaVersion: 2;
  /** ISO 8601. */
  readonly measured: string;
  /** The bundle's name. */
  readonly bundle: string;
  readonly dataset: {
    readonly name: string;
    readonly fingerprint: string;
    /** The share of each class set apart as val; absent if the dataset came with a val split. */
    readonly valFraction?: number;
  };
  /** Number of images of val, each corrupted by every kind at every severity. */
  readonly images: number;
  /** The seed of the corruptions. */
  readonly seed: number;
  /** The same images, uncorrupted. */
  readonly clean: { readonly top1: number };
  /** In the paper's order. */
  readonly kinds: readonly KindScores[];
  /** Mean over the kinds. */
  readonly mean: number;
}

/** Adds the mean. */
export function kindScores(
  name: CorruptionName,
  group: CorruptionGroup,
  top1: SeverityScores,
): KindScores {
  return { name, group, top1, mean: mean(top1) };
}

/** The content of the file, with the mean over the kinds. */
export function robustnessDocument(
  facts: Omit<RobustnessDocument, "schemaVersion" | "mean">,
): RobustnessDocument {
  return { schemaVersion: 2, ...facts, mean: mean(facts.kinds.map((kind) => kind.mean)) };
}

/** Reads the file, also one from before 2026-11-27, when the number of images was called `pictures`. */
export function parseRobustness(bytes: Uint8Array): RobustnessDocument {
  const found = JSON.parse(new TextDecoder().decode(bytes)) as RobustnessDocument & {
    readonly pictures?: number;
  };
  const { pictures, ...document } = found;
  return pictures === undefined ? document : { ...document, schemaVersion: 2, images: pictures };
}

/** Corrupted top-1 divided by clean top-1; undefined if the latter is zero. */
export function relativeRobustness({
  clean,
  mean: corrupted,
}: Pick<RobustnessDocument, "clean" | "mean">): number | undefined {
  return clean.top1 === 0 ? undefined : corrupted / clean.top1;
}
