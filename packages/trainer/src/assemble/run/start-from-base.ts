/** Starts a new run with the weights of its base network, and says what that network knows of the classes already. */
import { writePredictions } from "@inception-edge/dataset";
import { formatCount, formatPercent, type Invocation } from "@inception-edge/host";
import { packedImages } from "../../answers/packed-images.ts";
import { readBaseNetwork, type BaseNetwork } from "../../base/base-network.ts";
import { initialWeights } from "../../base/initial-weights.ts";
import { restoreNormalization } from "../../base/restore-normalization.ts";
import { logitsOf } from "../../evaluate/logits.ts";
import { scores } from "../../evaluate/scores.ts";
import type { TrainerSession } from "../../loop/trainer-session.ts";
import { crossValidated } from "../../probe/cross-validated.ts";
import { networkFeatures, type Features } from "../../probe/network-features.ts";
import type { Run } from "../../run/run.ts";

/** Of all maps, this one's features serve the audit best: bench/README.md, "The audit of labels". */
const AUDITED_MAP = "inception_4a/concat";

/** The run's base network; undefined if it starts from random weights. */
export async function openBase({ config, folder }: Run): Promise<BaseNetwork | undefined> {
  if (config.base === undefined) return undefined;
  const { path, sha256 } = config.base;
  const base = await readBaseNetwork(path, folder.path);
  if (base.sha256 === sha256) return base;
  throw new Error(
    `Cannot start "${folder.path}": the network in "${path}" has changed since the run was set up; start a new run`,
  );
}

/** Gives the session the base's weights. */
export async function loadBase(
  { config, model, packed }: Run,
  base: BaseNetwork,
  session: TrainerSession,
): Promise<void> {
  const initial = await session.weights();
  await session.load(initialWeights(base, model, { classes: packed.classes, initial }));
  if (config.recipe.normalization === "batch") {
    await restoreNormalization(session, model, base.weights);
  }
}

/**
 * Fits linear probes on the base network's features of all images that the run uses, and writes what each says of the
 * images that it was not fitted on.
 */
export async function probeBase(
  run: Run,
  base: BaseNetwork,
  { terminal, signal }: Pick<Invocation, "terminal" | "signal">,
): Promise<void> {
  const { packed, splits, config } = run;
  const images = Int32Array.from([...splits.train, ...splits.heldOut, ...splits.val]).toSorted();
  terminal.progress(`Looking at ${formatCount(images.length, "image")} with ${base.manifest.name}`);
  const featuresOf = (map: string): Promise<Features> =>
    networkFeatures(base, images, {
      map,
      images: packedImages(packed),
      view: { resize: base.manifest.input.resize, size: config.recipe.inputSize },
      signal,
    });
  const features = await featuresOf("inception_5b/concat");
  const { seed } = config;
  const { probabilities, fold, folds } = await crossValidated(features, images, { packed, seed });
  const labels = images.map((image) => packed.labels[image]!);
  const { top1 } = scores(logitsOf(probabilities), labels);
  terminal.line(
    `Before training, ${base.manifest.name} with a linear layer: ${formatPercent(top1)} (${folds}-fold)`,
  );
  const { name, root, fingerprint } = config.dataset;
  await writePredictions(run.folder.predictions, {
    how: `linear probe of ${base.manifest.name}, ${folds}-fold`,
    dataset: { name, root, fingerprint },
    classes: packed.classes.map(({ id, wnid, label }) => ({ id, ...(wnid && { wnid }), label })),
    images: [...images].map((image, row) => ({
      path: packed.paths[image]!,
      label: labels[row]!,
      fold: fold[row]!,
    })),
    probabilities,
    featuresOf: "one model",
    features: (await featuresOf(AUDITED_MAP)).values,
  });
}
