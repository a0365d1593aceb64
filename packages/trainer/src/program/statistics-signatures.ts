/**
 * Batch normalization's statistics for evaluation: one signature measures them in every layer on a batch of unaugmented
 * images, another sets the combined ones. They are not part of the training state: training uses each batch's own.
 */
import type { Graph } from "@inception-edge/model";
import {
  assign,
  type DataTypeName,
  type Signature,
  type Tensor,
  type Variable,
} from "@inception-edge/tensorflow/graph";
import {
  concat,
  constant,
  deepCopy,
  identity,
  placeholder,
  split,
  type Collectives,
} from "@inception-edge/tensorflow/ops";
import type { View } from "./augmentation.ts";
import { forward } from "./forward.ts";
import type { ImageStore } from "./images.ts";
import { resizeImages, toUnitRange } from "./resize.ts";

/**
 * The signatures of a model with batch normalization:
 * - `statistics`: indices int32 `[batch]` → statistics float32 `[2·channels]` of all layers: means, then variances; of
 *   several workers `[workers, 2·channels]`, each row that of a worker's batch;
 * - `set_statistics`: sets such statistics for `evaluate`.
 */
export function statisticsSignatures(
  model: Graph,
  options: {
    readonly images: ImageStore;
    readonly view: View;
    readonly batchSize: number;
    /** The model's variables by weight name. */
    readonly variables: ReadonlyMap<string, Variable>;
    readonly weights: ReadonlyMap<string, Tensor>;
    readonly compute: DataTypeName;
    readonly groupColumns: boolean;
    readonly collectives?: Collectives | undefined;
  },
): { readonly statistics: Signature; readonly set_statistics: Signature } {
  const { images, view, variables, weights, compute, groupColumns } = options;
  const { graph } = images;
  return graph.scoped("statistics", () => {
    const indices = placeholder(graph, "indices", "int32", [options.batchSize]);
    const pixels = resizeImages(images.pick(indices), view.resize, view.size);
    const measured = graph.untaped(
      () =>
        forward(model, toUnitRange(pixels), {
          weights,
          compute,
          groupColumns,
          normalizeBy: "batch",
        }).statistics,
    );
    const kinds = ["mean", "variance"] as const;
    const statistics = concat(
      kinds.flatMap((kind) => [...measured.values()].map((layer) => layer[kind])),
    );
    const stored = kinds.flatMap((kind) =>
      [...measured.keys()].map((layer) => variables.get(`${layer}/${kind}`)!),
    );

    const pooled = placeholder(graph, "pooled", "float32", statistics.shape);
    const parts = split(
      deepCopy(pooled),
      stored.map(({ shape }) => shape[0]!),
    );
    const put = stored.map((variable, index) => assign(variable, parts[index]!));
    const count = constant(graph, stored.length, "int32");
    return {
      statistics: {
        inputs: { indices },
        outputs: { statistics: options.collectives?.gather(statistics) ?? statistics },
      },
      set_statistics: {
        inputs: { statistics: pooled },
        outputs: { variables: identity(count, "put", put) },
      },
    };
  });
}
