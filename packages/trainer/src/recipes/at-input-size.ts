/** A recipe for a network with a larger or smaller input. */
import type { Recipe } from "./recipe.ts";

/** The recipe at another input size: sides of smaller images grow with it, in steps of eight pixels. */
export function atInputSize(recipe: Recipe, inputSize: number): Recipe {
  const scale = inputSize / recipe.inputSize;
  const { trainSizes } = recipe;
  return {
    ...recipe,
    inputSize,
    ...(trainSizes && {
      trainSizes: trainSizes.map((stage) => ({
        ...stage,
        size: 8 * Math.round((stage.size * scale) / 8),
      })),
    }),
  };
}
