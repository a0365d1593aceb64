/** Measures the TFLite files in the engine that serves them, on held-out and official val. */
import {
  tfliteProbabilities,
  type TfliteProbabilitiesOptions,
} from "../answers/tflite-probabilities.ts";
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
  readonly onProgress?: (text: string) => void;
}

/** Maximum number of held-out images: they run one by one, and 10,000 would take minutes. All of official val is used. */
const HELD_OUT_IMAGES = 2000;

/** The figures of each file. */
export async function measureTflite(
  files: Readonly<Record<TfliteFormat, Uint8Array>>,
  splits: { readonly heldOut: MeasuredSplit; readonly val: MeasuredSplit },
  { onProgress, valName, ...options }: MeasureTfliteOptions,
): Promise<TfliteMeasurement[]> {
  const { engine, classes } = options;
  const measurements: TfliteMeasurement[] = [];
  for (const format of tfliteFormats) {
    const measure = async (split: MeasuredSplit, name: string): Promise<TfliteEvaluation> => {
      const { indices, answers } = split;
      const probabilities = await tfliteProbabilities(files[format], indices, {
        ...options,
        onProgress: (done) =>
          onProgress?.(`Measuring TFLite ${format} on ${name}: ${done} of ${indices.length}`),
      });
      const logits = logitsOf(probabilities);
      return {
        images: indices.length,
        ...scores(logits, answers.labels),
        ece: reliability(logits, answers.labels).ece,
        agreement: agreement(probabilities, softmax(answers.logits, classes), classes),
      };
    };
    measurements.push({
      format,
      engine: `${engine.name} ${engine.variant}`,
      heldOut: await measure(sample(splits.heldOut, HELD_OUT_IMAGES), "held-out"),
      val: await measure(splits.val, valName),
    });
  }
  return measurements;
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
