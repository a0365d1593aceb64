/** A run goes on with the pixels that it began with, or not at all. */
import type { PackedDataset } from "@inception-edge/dataset";
import { decoderName } from "../../export/decoder-name.ts";
import type { RunConfig } from "../../run/run-config.ts";

/**
 * @param dataset as the run began with it; its root is where it lies now.
 * @param cure what to do where other images are found.
 * @throws {Error} saying what has changed and what to do
 */
export function requireSameImages(
  packed: Pick<PackedDataset, "fingerprint" | "decoder">,
  dataset: RunConfig["dataset"],
  { run, cure }: { readonly run: string; readonly cure: string },
): void {
  if (packed.decoder !== dataset.decoder) {
    const [began, now] = [dataset.decoder, packed.decoder].map(decoderName);
    throw new Error(
      `Cannot go on with the run "${run}": it began with the pixels of ${began}, and this version has ${now}; go on with the version that began it, or start a new run`,
    );
  }
  if (packed.fingerprint !== dataset.fingerprint) {
    throw new Error(
      `Cannot go on with the run "${run}": the dataset "${dataset.root}" is not as it was when the run began; ${cure}`,
    );
  }
}
