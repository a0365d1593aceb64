/** Measures the TFLite files in the engine that serves them, on held-out and official val. */
import { tfliteAnswers, type TfliteProbabilitiesOptions } from "../answers/tflite-probabilities.ts";
import type { PooledMap } from "../answers/tflite-worker.ts";
import { agreement } from "../evaluate/agreement.ts";
import type { Answers } from "../evaluate/evaluation.ts";
import { logitsOf, softmax } from "../evaluate/logits.ts";
import { reliability } from "../evaluate/reliability.ts";
import { scores } from "../evaluate/scores.ts";
import {
  tfliteFormats,
  type TfliteEvaluation,
  type TfliteFormat,
  type TfliteMeasurement,
} from "../evaluate/tflite-evaluation.ts";
import type { FileAnswers, SplitAnswers } from "./doubt/judge-answers.ts";
import { evenlySpaced } from "./evenly-spaced.ts";

/** The images of a split, and the network's own outputs on them. */
export interface MeasuredSplit {
  readonly indices: Int32Array;
  /** Outputs of the trained weights. */
  readonly answers: Answers;
}

/** Options of {@link measureTflite}. */
export interface MeasureTfliteOptions extends Omit<TfliteProbabilitiesOptions, "onProgress"> {
  /** What progress calls the val split. */
  readonly valName: string;
  readonly map: PooledMap;
  readonly onProgress?: (text: string) => void;
}

/** What each file gave. */
export interface MeasuredTflite {
  readonly measurements: readonly TfliteMeasurement[];
  readonly answers: Readonly<Record<TfliteFormat, FileAnswers>>;
}

/**
 * Maximum number of held-out images: they run one by one, for 10,000 about two minutes. With so many a coverage of 95 % is
 * uncertain by 0.2 points. All of official val is used.
 */
export const HELD_OUT_IMAGES = 10_000;

/** The figures and the answers of each file. */
export async function measureTflite(
  files: Readonly<Record<TfliteFormat, Uint8Array>>,
  splits: { readonly heldOut: MeasuredSplit; readonly val: MeasuredSplit },
  { onProgress, valName, ...options }: MeasureTfliteOptions,
): Promise<MeasuredTflite> {
  const { engine, classes } = options;
  const measurements: TfliteMeasurement[] = [];
  const answered = {} as Record<TfliteFormat, FileAnswers>;
  for (const format of tfliteFormats) {
    const run = async (split: MeasuredSplit, name: string): Promise<Ran> => {
      const { indices, answers } = split;
      const { probabilities, pooled } = await tfliteAnswers(files[format], indices, {
        ...options,
        onProgress: (done) =>
          onProgress?.(`Measuring TFLite ${format} on ${name}: ${done} of ${indices.length}`),
      });
      const logits = logitsOf(probabilities);
      const figures = {
        images: indices.length,
        ...scores(logits, answers.labels),
        ece: reliability(logits, answers.labels).ece,
        agreement: agreement(probabilities, softmax(answers.logits, classes), classes),
      };
      return { figures, answers: { scores: probabilities, pooled, labels: answers.labels } };
    };
    const heldOut = await run(sample(splits.heldOut, HELD_OUT_IMAGES), "held-out");
    const val = await run(splits.val, valName);
    measurements.push({
      format,
      engine: `${engine.name} ${engine.variant}`,
      heldOut: heldOut.figures,
      val: val.figures,
    });
    answered[format] = { heldOut: heldOut.answers, val: val.answers };
  }
  return { measurements, answers: answered };
}

interface Ran {
  readonly figures: TfliteEvaluation;
  readonly answers: SplitAnswers;
}

/** At most `count` images of a split, evenly spaced. */
function sample({ indices, answers }: MeasuredSplit, count: number): MeasuredSplit {
  const { logits, labels } = answers;
  const classes = logits.length / labels.length;
  const rows = evenlySpaced(Int32Array.from(indices.keys()), count);
  const chosen = new Float32Array(rows.length * classes);
  for (const [index, row] of rows.entries()) {
    chosen.set(logits.subarray(row * classes, (row + 1) * classes), index * classes);
  }
  return {
    indices: rows.map((row) => indices[row]!),
    answers: { logits: chosen, labels: rows.map((row) => labels[row]!) },
  };
}
