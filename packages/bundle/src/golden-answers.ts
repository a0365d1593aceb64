/**
 * Images that travel in a bundle with the answers they must get: a server asks its own engine before it
 * says that it is ready. The input's hash tells a fault of decoding or resizing from one of the engine.
 * Files: role `golden-image`, one per image, and role `golden-answers`, this.
 */
import { z } from "zod";
import { BundleError } from "./bundle-error.ts";
import type { BundleContent } from "./encode-bundle.ts";
import type { GoldenAnswers } from "./golden-check.ts";
import { decodeJson, encodeJson } from "./json-bytes.ts";

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

/** @throws {BundleError} when the bytes are not what `encodeGoldenAnswers` writes */
export function parseGoldenAnswers(bytes: Uint8Array): GoldenAnswers {
  try {
    return goldenSchema.parse(decodeJson(bytes));
  } catch (cause) {
    throw new BundleError([`the golden answers cannot be read: ${String(cause)}`], { cause });
  }
}
