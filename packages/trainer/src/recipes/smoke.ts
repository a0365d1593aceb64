/**
 * Every part once, in seconds; learns nothing worth keeping.
 *
 *     pnpm --filter trainer start --dataset demo --recipe smoke --limit-per-class 20
 */
import { demo } from "./demo.ts";
import type { Recipe } from "./recipe.ts";

export const smoke: Recipe = { ...demo, name: "smoke", epochs: 1, batchSize: 8 };
