/**
 * The demo dataset in minutes, and a smoke run in seconds.
 *
 *     pnpm --filter trainer start --dataset demo
 */
import { modern5 } from "./modern.ts";
import type { Recipe } from "./recipe.ts";

export const demo: Recipe = {
  ...modern5,
  name: "demo",
  epochs: 6,
  batchSize: 32,
  schedule: { kind: "cosine", peak: 0.03, warmupFraction: 0.1 },
  batchNormMomentum: 0.9,
};

/** Does every part once; learns nothing worth keeping. */
export const smoke: Recipe = { ...demo, name: "smoke", epochs: 1, batchSize: 8 };
