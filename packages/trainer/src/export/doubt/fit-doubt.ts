/**
 * What a bundle says of how far its answers can be trusted: answer sets, the out-of-distribution score and what answers to
 * held-out images look like, fitted on held-out and checked on val, by the files that are served.
 */
import {
  encodeGaussian,
  fitAnswerSets,
  fitDrift,
  fitGaussian,
  imagesFor,
  keptOf,
  leastOodImages,
  type BundleContent,
  type BundleManifest,
  type BundleOutOfDistribution,
  type Gaussian,
} from "@inception-edge/bundle";
import {
  tfliteAnswers,
  type TfliteProbabilitiesOptions,
} from "../../answers/tflite-probabilities.ts";
import type { PooledMap } from "../../answers/tflite-worker.ts";
import type { TfliteFormat } from "../../evaluate/tflite-evaluation.ts";
import { evenlySpaced } from "../evenly-spaced.ts";
import { checkStrange } from "./check-strange.ts";
import { judgeAnswers, rowsOf, type FileAnswers, type JudgedFile } from "./judge-answers.ts";

/** Training images that the Gaussian is fitted on: 500 do nearly as well. */
const TRAIN_IMAGES = 2000;

/** The coverage that users expect first. */
const EXPECTED_COVERAGE = 0.95;

/** Fields of the manifest. */
export type DoubtFacts = Pick<BundleManifest, "answerSets" | "outOfDistribution" | "drift">;

/** What to write into the bundle, and what to tell. */
export interface Doubt {
  readonly facts: DoubtFacts;
  readonly contents: readonly BundleContent[];
  /** What is missing for want of images; sentences. */
  readonly notes: readonly string[];
}

/** Options of {@link fitDoubt}. */
export interface FitDoubtOptions extends Omit<TfliteProbabilitiesOptions, "onProgress"> {
  readonly map: PooledMap;
  /** Indices of the training images. */
  readonly train: Int32Array;
  /** What the val split is called. */
  readonly valName: string;
}

/** Role of the file that is served unless another is asked for: figures are told of it first. */
const SERVED = "tflite-int8";

/** @param files the bundle's TFLite files. @param answers theirs, by format */
export async function fitDoubt(
  files: Readonly<Record<TfliteFormat, Uint8Array>>,
  answers: Readonly<Record<TfliteFormat, FileAnswers>>,
  options: FitDoubtOptions,
): Promise<Doubt> {
  const { classes, valName } = options;
  const images = answers.int8.heldOut.labels.length;
  const kept = keptOf(images);
  const ood =
    kept === undefined ? undefined : { kept, gaussian: await trainGaussian(files.int8, options) };
  const byRole = new Map([
    [SERVED, judgeAnswers(answers.int8, classes, ood)],
    ["tflite-float32", judgeAnswers(answers.float32, classes, ood)],
  ]);
  const answerSets = fitAnswerSets(byRole, { classes, split: valName });
  const seen = new Map([...byRole].map(([role, file]) => [role, file.drift]));
  const drift = fitDrift(seen, classes);
  const outOfDistribution = ood && (await oodFacts(files.int8, byRole, { ...options, ...ood }));
  return {
    facts: {
      ...(answerSets && { answerSets }),
      ...(outOfDistribution && { outOfDistribution }),
      ...(drift && { drift }),
    },
    contents: ood ? [encodeGaussian(ood.gaussian)] : [],
    notes: shortages(images, answerSets?.coverages),
  };
}

async function trainGaussian(
  int8: Uint8Array,
  { train, ...options }: FitDoubtOptions,
): Promise<Gaussian> {
  const indices = evenlySpaced(train, TRAIN_IMAGES);
  const { pooled } = await tfliteAnswers(int8, indices, options);
  return fitGaussian(rowsOf(pooled, indices.length));
}

async function oodFacts(
  int8: Uint8Array,
  byRole: ReadonlyMap<string, JudgedFile>,
  options: FitDoubtOptions & { readonly kept: number; readonly gaussian: Gaussian },
): Promise<BundleOutOfDistribution> {
  const { map, kept, valName } = options;
  const { heldOut, val, scale } = byRole.get(SERVED)!;
  const usual = val.oodScores!;
  const files = [...byRole];
  return {
    images: heldOut.labels.length,
    kept,
    ...map,
    scales: Object.fromEntries(files.map(([role, file]) => [role, file.scale!])),
    checked: {
      split: valName,
      images: usual.length,
      marked: Object.fromEntries(
        files.map(([role, file]) => [role, file.val.marked!.filter(Boolean).length / usual.length]),
      ),
      role: SERVED,
      kinds: await checkStrange(int8, usual, { ...options, ...map, scale: scale! }),
    },
  };
}

/** What so few held-out images leave out. */
function shortages(images: number, coverages: readonly number[] = []): string[] {
  const most = coverages.at(-1) ?? 0;
  if (most >= EXPECTED_COVERAGE) return [];
  const wanted = imagesFor(EXPECTED_COVERAGE, 1); // At least one is marked.
  return [
    `Answer sets: ${images} held-out images allow ${most > 0 ? `coverages up to ${most}` : "none"}; ${EXPECTED_COVERAGE} needs ${wanted} or more, which more training images bring`,
    ...(keptOf(images) === undefined
      ? [
          `Out of distribution: no image can be marked; that needs ${leastOodImages} held-out images`,
        ]
      : []),
  ];
}
