/** The dataset that a bundle is measured on: checked, packed, and of the bundle's classes. */
import type { BundleManifest } from "@inception-edge/bundle";
import { locateDataset, type PackedDataset } from "@inception-edge/dataset";
import type { Invocation } from "@inception-edge/host";
import { decoderName } from "../../export/decoder-name.ts";
import { prepareDataset } from "./prepare-dataset.ts";

/**
 * @param asked what `--dataset` says
 * @throws {Error} when its classes are not the bundle's. Other images of the same classes are only noted.
 */
export async function prepareBundleDataset(
  { classes, dataset }: Pick<BundleManifest, "classes" | "dataset">,
  asked: string | undefined,
  invocation: Invocation,
): Promise<PackedDataset> {
  const packed = await prepareDataset(await locateDataset(asked, invocation), invocation);
  if (wnidsOf(packed.classes) !== wnidsOf(classes)) {
    throw new Error(
      `Cannot evaluate: the classes of "${packed.name}" are not those of the bundle, which was trained on "${dataset.name}"; give that --dataset`,
    );
  }
  if (packed.decoder !== dataset.decoder) {
    const [used, trained] = [packed.decoder, dataset.decoder].map(decoderName);
    invocation.terminal.line(
      `Note: these are the pixels of ${used}; the bundle was trained on those of ${trained}`,
    );
  } else if (packed.fingerprint !== dataset.fingerprint) {
    invocation.terminal.line("Note: this is not the very dataset that the bundle was trained on");
  }
  return packed;
}

function wnidsOf(classes: readonly { readonly wnid: string }[]): string {
  return classes.map(({ wnid }) => wnid).join("\n");
}
