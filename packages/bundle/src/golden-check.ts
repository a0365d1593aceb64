/// <reference lib="dom" />
/** Whether an engine answers the golden images as it must; their file is `golden-answers.ts`. */
import { sha256 } from "@inception-edge/image";

export interface GoldenAnswers {
  readonly cases: readonly GoldenCase[];
}

export interface GoldenCase {
  /** Of the image in the bundle. */
  readonly path: string;
  /** Of the prepared input, `hashInput`. */
  readonly inputSha256: string;
  /** By the role of the network's file, for example `tflite-int8`. */
  readonly answers: Readonly<Record<string, GoldenAnswer>>;
}

export interface GoldenAnswer {
  /** A distribution over the classes. */
  readonly scores: readonly number[];
  /** Largest allowed difference of any score: engines sum in different orders. */
  readonly tolerance: number;
}

/** SHA-256 of the input's float32 values, little-endian, in order. */
export function hashInput(input: Float32Array): Promise<string> {
  return sha256(new Uint8Array(input.buffer, input.byteOffset, input.byteLength));
}

/**
 * What is wrong with an engine's answer to a golden image; empty when nothing is.
 * @param role of the network's file that answered
 */
export function goldenProblems(
  { path, inputSha256, answers }: GoldenCase,
  role: string,
  found: { readonly inputSha256: string; readonly scores: Float32Array },
): string[] {
  if (found.inputSha256 !== inputSha256) {
    return [`${path} gives the input ${found.inputSha256.slice(0, 12)}…, wanted ${inputSha256}`];
  }
  const wanted = answers[role];
  if (wanted === undefined) return [`${path} has no expected answer of "${role}"`];
  const { scores, tolerance } = wanted;
  if (found.scores.length !== scores.length) {
    return [`${path} gets ${found.scores.length} scores, wanted ${scores.length}`];
  }
  // Written so that NaN is a problem too.
  const differing = scores.findIndex(
    (score, index) => !(Math.abs(found.scores[index]! - score) <= tolerance),
  );
  if (differing < 0) return [];
  return [`${path} gets ${found.scores[differing]} for class ${differing}, wanted ${scores[differing]} ± ${tolerance}`];
}
