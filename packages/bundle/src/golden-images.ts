/** The golden images of a bundle, each with the answer that it must get. */
import { BundleError } from "./bundle-error.ts";
import { parseGoldenAnswers } from "./golden-answers.ts";
import type { GoldenCase } from "./golden-check.ts";
import { bundleFile, type Bundle } from "./read-bundle.ts";

/** An image with the answer that it must get. */
export interface GoldenImage {
  readonly bytes: Uint8Array;
  readonly expected: GoldenCase;
}

/**
 * @param bundle read with the roles `golden-image` and `golden-answers`
 * @returns none where the bundle has none
 * @throws {BundleError} if the answers cannot be read, or an image is missing
 */
export function goldenImages(bundle: Bundle): GoldenImage[] {
  const { manifest, files } = bundle;
  if (!manifest.files.some(({ role }) => role === "golden-answers")) return [];
  return parseGoldenAnswers(bundleFile(bundle, "golden-answers")).cases.map((expected) => {
    const bytes = files.get(expected.path);
    if (bytes === undefined) {
      throw new BundleError([`the golden image ${expected.path} is not among its files`]);
    }
    return { bytes, expected };
  });
}
