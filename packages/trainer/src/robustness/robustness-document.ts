/**
 * `robustness.json`: how often a network is right about corrupted images of the official val. The
 * corruptions are ours (./corruption.ts), so the figures are no results on Tiny-ImageNet-C. Fractions, 0 to 1.
 */
import type { CorruptionGroup, CorruptionName } from "@inception-edge/corruptions";

/** Top-1 at severity 1 … 5. */
export type SeverityScores = readonly [number, number, number, number, number];

export interface KindScores {
  readonly name: CorruptionName;
  readonly group: CorruptionGroup;
  readonly top1: SeverityScores;
  /** Over the severities. */
  readonly mean: number;
}

export interface RobustnessDocument {
  readonly schemaVersion: 2;
  /** ISO 8601. */
  readonly measured: string;
  /** The bundle's name. */
  readonly bundle: string;
  readonly dataset: { readonly name: string; readonly fingerprint: string };
  /** Of the official val, each corrupted by every kind at every severity. */
  readonly images: number;
  /** Of everything random in the corruptions. */
  readonly seed: number;
  /** The same images, uncorrupted. */
  readonly clean: { readonly top1: number };
  /** In the paper's order. */
  readonly kinds: readonly KindScores[];
  /** Over the kinds. */
  readonly mean: number;
}

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

/** Reads the file, also one of before 2026-11-27, which counts its images as `pictures`. */
export function parseRobustness(bytes: Uint8Array): RobustnessDocument {
  const found = JSON.parse(new TextDecoder().decode(bytes)) as RobustnessDocument & {
    readonly pictures?: number;
  };
  const { pictures, ...document } = found;
  return pictures === undefined ? document : { ...document, schemaVersion: 2, images: pictures };
}

/** What corruption leaves of the clean top-1: their quotient; undefined where nothing clean was right. */
export function relativeRobustness({
  clean,
  mean: corrupted,
}: Pick<RobustnessDocument, "clean" | "mean">): number | undefined {
  return clean.top1 === 0 ? undefined : corrupted / clean.top1;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
