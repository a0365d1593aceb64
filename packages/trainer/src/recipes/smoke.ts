/**
 * Runs every part once, in seconds; does not learn anything useful.
 *
 *     pnpm --filter trainer start --dataset demo --recipe smoke --limit-per-class 20
 */
import { demo } from "./demo.ts";
import type { Recipe } from "./recipe.ts";

/** `--recipe smoke`. */
export const smoke: Recipe = { ...demo, name: "smoke", epochs: 1, batchSize: 8 };
