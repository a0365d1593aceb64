/** Checks that a run continues with the same pixels that it started with. */
import type { PackedDataset } from "@inception-edge/dataset";
import { decoderName } from "../../export/decoder-name.ts";
import type { RunConfig } from "../../run/run-config.ts";

/**
 * @param dataset as the run recorded it, but with its current root
 * @param cure what to do if the images are different
 * @throws {Error} with what has changed and what to do
 */
export function requireSameImages(
  packed: Pick<PackedDataset, "fingerprint" | "decoder">,
  dataset: Pick<RunConfig["dataset"], "root" | "fingerprint" | "decoder">,
  { run, cure }: { readonly run: string; readonly cure: string },
): void {
  if (packed.decoder !== dataset.decoder) {
    const [recorded, current] = [dataset.decoder, packed.decoder].map(decoderName);
    throw new Error(
      `Cannot continue the run "${run}": it started with ${recorded}, and this version has ${current}; continue with the version that started it, or start a new run`,
    );
  }
  if (packed.fingerprint !== dataset.fingerprint) {
    throw new Error(
      `Cannot continue the run "${run}": the dataset "${dataset.root}" has changed since the run started; ${cure}`,
    );
  }
}
