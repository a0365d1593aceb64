/** Prepares the dataset that a bundle is measured on, and checks that it has the bundle's classes. */
import type { BundleManifest } from "@inception-edge/bundle";
import { locateDataset, type PreparedDataset } from "@inception-edge/dataset";
import type { Invocation } from "@inception-edge/host";
import { decoderName } from "../../export/decoder-name.ts";
import { prepareDataset } from "./prepare-dataset.ts";

/**
 * Prints a note if the images are not those of the training dataset.
 * @param requested value of `--dataset`
 * @throws {Error} when its classes are not the bundle's
 */
export async function prepareBundleDataset(
  { classes, dataset, input }: Pick<BundleManifest, "classes" | "dataset" | "input">,
  requested: string | undefined,
  invocation: Invocation,
): Promise<PreparedDataset> {
  const place = await locateDataset(requested, invocation);
  const packed = await prepareDataset(place, invocation, input);
  if (idsOf(packed.classes) !== idsOf(classes)) {
    throw new Error(
      `Cannot evaluate: the classes of "${packed.name}" are not those of the bundle, which was trained on "${dataset.name}"; give that dataset with --dataset`,
    );
  }
  if (packed.decoder !== dataset.decoder) {
    const [used, trained] = [packed.decoder, dataset.decoder].map(decoderName);
    invocation.terminal.line(
      `Note: the images are decoded by ${used}; the bundle was trained with ${trained}`,
    );
  } else if (packed.fingerprint !== dataset.fingerprint) {
    invocation.terminal.line(
      "Note: this is not exactly the dataset that the bundle was trained on",
    );
  }
  return packed;
}

function idsOf(classes: readonly { readonly id: string }[]): string {
  return classes.map(({ id }) => id).join("\n");
}
