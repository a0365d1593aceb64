/** Weights for tests, seeded: signals neither vanish nor explode, and no statistic is a trivial 0 or 1. */
import {
  shapeSize,
  weightSpecs,
  type Graph,
  type Weights,
  type WeightSpec,
  type WeightValues,
} from "@inception-edge/model";

export function randomWeights(graph: Graph, seed = 1): Weights {
  const random = lehmer(seed);
  return new Map(
    weightSpecs(graph).map((spec): [string, WeightValues] => {
      const [low, high] = valueRange(spec);
      const values = new Float32Array(shapeSize(spec.shape)).map(
        () => low + random() * (high - low),
      );
      return [spec.name, { shape: spec.shape, values }];
    }),
  );
}

function valueRange({ kind, shape }: WeightSpec): [number, number] {
  if (kind === "gamma" || kind === "variance") return [0.5, 1.5];
  // He's uniform distribution for kernels.
  const limit = kind === "kernel" ? Math.sqrt(6 / shapeSize(shape.slice(0, -1))) : 0.2;
  return [-limit, limit];
}

/** Lehmer's generator with Park and Miller's constants: numbers in (0, 1). */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
