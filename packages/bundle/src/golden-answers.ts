/**
 * Golden images and answers: a bundle carries images with their expected scores, which a server checks with its own
 * engine before it reports that it is ready. The hash of the input separates errors of decoding or resizing from errors
 * of the engine. The images have the role `golden-image`; this file, with the answers, has the role `golden-answers`.
 */
import { z } from "zod";
import { BundleError } from "./bundle-error.ts";
import { encodeJson, type BundleContent } from "./encode-bundle.ts";
import type { GoldenAnswers } from "./golden-check.ts";
import { decodeJson } from "./read-bundle.ts";

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

/** The answers as a file of a bundle, in JSON. */
export function encodeGoldenAnswers(golden: GoldenAnswers): BundleContent {
  return { path: GOLDEN_PATH, role: "golden-answers", bytes: encodeJson(golden) };
}

/** @throws {BundleError} if the bytes are not in the format of `encodeGoldenAnswers` */
export function parseGoldenAnswers(bytes: Uint8Array): GoldenAnswers {
  try {
    return goldenSchema.parse(decodeJson(bytes));
  } catch (cause) {
    throw new BundleError([`the golden answers cannot be read: ${String(cause)}`], { cause });
  }
}
