/// <reference lib="dom" />
/** Checks an engine's answers to the golden images, which `golden-answers.ts` reads and writes. */
import { sha256 } from "@inception-edge/image";

/** What a bundle's network is known to answer, for a reader to check itself by. */
export interface GoldenAnswers {
  readonly cases: readonly GoldenCase[];
}

/** One image of the bundle, its prepared input and the answers to it. */
export interface GoldenCase {
  /** Path of the image in the bundle. */
  readonly path: string;
  /** `hashInput` of the prepared input. */
  readonly inputSha256: string;
  /** Expected answers by role of the network's file, for example `tflite-int8`. */
  readonly answers: Readonly<Record<string, GoldenAnswer>>;
}

/** What one form of the network answers to one image. */
export interface GoldenAnswer {
  /** Probabilities of the classes. */
  readonly scores: readonly number[];
  /** Largest difference allowed for a score, since engines sum in different orders. */
  readonly tolerance: number;
}

/** SHA-256 of the input's float32 values, little-endian, in order. */
export function hashInput(input: Float32Array): Promise<string> {
  return sha256(new Uint8Array(input.buffer, input.byteOffset, input.byteLength));
}

/**
 * Returns what is wrong with an engine's answer to a golden image; empty if nothing is.
 * @param role role of the network's file that answered
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
  // The negation makes NaN a problem too.
  const differing = scores.findIndex(
    (score, index) => !(Math.abs(found.scores[index]! - score) <= tolerance),
  );
  if (differing < 0) return [];
  return [
    `${path} gets ${found.scores[differing]} for class ${differing}, wanted ${scores[differing]} ± ${tolerance}`,
  ];
}
