/// <reference lib="dom" />
/**
 * Pictures that travel in a bundle with the answers they must get: a server asks its own engine before it
 * says that it is ready. The input's hash tells a fault of decoding or resizing from one of the engine.
 * Files: role `golden-image`, one a picture, and role `golden-answers`, this.
 */

import { z } from "zod";
import { sha256 } from "@inception-edge/image";
import { BundleError } from "./bundle-error.ts";
import type { BundleContent } from "./encode-bundle.ts";
import { decodeJson, encodeJson } from "./json-bytes.ts";

export interface GoldenAnswers {
  readonly cases: readonly GoldenCase[];
}

export interface GoldenCase {
  /** Of the picture in the bundle. */
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

const goldenSchema = z.object({
  cases: z
    .array(
      z.object({
        path: z.string().min(1),
        inputSha256: z.string().regex(/^[0-9a-f]{64}$/),
        answers: z.record(
          z.string(),
          z.object({ scores: z.array(z.number()).min(1), tolerance: z.number().min(0) }),
        ),
      }),
    )
    .min(1),
});

const GOLDEN_PATH = "golden/answers.json";

export function encodeGoldenAnswers(golden: GoldenAnswers): BundleContent {
  return { path: GOLDEN_PATH, role: "golden-answers", bytes: encodeJson(golden) };
}

/** @throws {BundleError} when the bytes are not what `encodeGoldenAnswers` writes */
export function parseGoldenAnswers(bytes: Uint8Array): GoldenAnswers {
  try {
    return goldenSchema.parse(decodeJson(bytes));
  } catch (cause) {
    throw new BundleError([`the golden answers cannot be read: ${String(cause)}`], { cause });
  }
}

/** SHA-256 of the input's float32 values, little-endian, in order. */
export function hashInput(input: Float32Array): Promise<string> {
  return sha256(new Uint8Array(input.buffer, input.byteOffset, input.byteLength));
}

/**
 * What is wrong with an engine's answer to a golden picture; empty when nothing is.
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
  const at = scores.findIndex(
    (score, index) => !(Math.abs(found.scores[index]! - score) <= tolerance),
  );
  if (at < 0) return [];
  return [`${path} gets ${found.scores[at]} for class ${at}, wanted ${scores[at]} ± ${tolerance}`];
}
