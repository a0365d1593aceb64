/** The weights that a run takes over from its base network. */
import type { BundleClass, BundleManifest } from "@inception-edge/bundle";
import {
  isHead,
  weightValues,
  type Graph,
  type Weights,
  type WeightValues,
} from "@inception-edge/model";
import type { BaseNetwork } from "./base-network.ts";

/**
 * Everything below the head, and of the head the columns of classes that both networks tell apart, by their ids. The
 * other columns come from `initial`.
 *
 * @param initial weights of `model`
 */
export function initialWeights(
  base: Pick<BaseNetwork, "graph" | "weights"> & {
    readonly manifest: Pick<BundleManifest, "classes">;
  },
  model: Graph,
  {
    classes,
    initial,
  }: { readonly classes: readonly Pick<BundleClass, "id">[]; readonly initial: Weights },
): Weights {
  const known = new Map(base.manifest.classes.map(({ id }, index) => [id, index]));
  const columns = classes.map(({ id }) => known.get(id));
  const taken = new Map(initial);
  for (const node of model.nodes) {
    const source = base.graph.nodes.find(({ name }) => name === node.name);
    for (const spec of source?.weights ?? []) {
      const ours = initial.get(spec.name);
      if (ours === undefined) continue; // a bias, which batch normalization has no use for: see restoreNormalization()
      const theirs: WeightValues = { shape: spec.shape, values: weightValues(base.weights, spec) };
      taken.set(spec.name, isHead(node) ? withColumns(ours, theirs, columns) : theirs);
    }
  }
  return taken;
}

/** `[…, columns]` with the given columns of `theirs`, `[…, other columns]`; undefined keeps the own one. */
function withColumns(
  ours: WeightValues,
  theirs: WeightValues,
  columns: readonly (number | undefined)[],
): WeightValues {
  const width = theirs.shape.at(-1)!;
  const values = ours.values.map((own, index) => {
    const row = Math.floor(index / columns.length);
    const column = columns[index % columns.length];
    return column === undefined ? own : theirs.values[row * width + column]!;
  });
  return { shape: ours.shape, values };
}
