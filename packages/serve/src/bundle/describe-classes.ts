/** What a model knows, in a sentence that a person reads before believing an answer. */
import { isOfDemo } from "@inception-edge/model/bundle";
import type { BundleManifest } from "@inception-edge/model/bundle";

/** Labels that are named; of more the number tells. */
const MOST_NAMED = 10;

export function whatItKnows(manifest: Pick<BundleManifest, "classes" | "dataset">): string {
  const { classes, dataset } = manifest;
  const labels = classes.slice(0, MOST_NAMED).map(({ label }) => label);
  const more = classes.length - labels.length;
  const named = `${labels.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return isOfDemo(manifest)
    ? `This model knows nothing but the demo's ${classes.length} drawings (${named}), and takes any photograph for one of them.`
    : `This model knows ${classes.length} classes, from the pictures of ${dataset.name}: ${named}. It takes any other picture for one of them.`;
}
