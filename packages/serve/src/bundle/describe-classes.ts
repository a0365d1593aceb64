/** What a model can tell apart, as a sentence to read before trusting an answer. */
import { isOfDemo, type BundleManifest } from "@inception-edge/bundle";

/** Labels that are named; more are counted. */
const MOST_NAMED = 10;

/** The first classes by label, the number of all, and a warning about everything else. */
export function describeClasses(
  manifest: Pick<BundleManifest, "classes" | "dataset" | "outOfDistribution">,
): string {
  const { classes, dataset, outOfDistribution } = manifest;
  const labels = classes.slice(0, MOST_NAMED).map(({ label }) => label);
  const more = classes.length - labels.length;
  const named = `${labels.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return isOfDemo(manifest)
    ? `This model knows only the demo's ${classes.length} drawings (${named}); it will label any photo as one of them.`
    : `This model knows ${classes.length} classes, from the images of ${dataset.name}: ${named}. It will label any other image as one of them${outOfDistribution ? ", and marks most noise, flat colors and drawings, but few photographs of something else" : ""}.`;
}
