/** Every recipe by name: the choices of `--recipe`. */
import { classic } from "./classic.ts";
import { demo, smoke } from "./demo.ts";
import { modern15, modern5, modern50 } from "./modern.ts";
import type { Recipe } from "./recipe.ts";

export const recipes: Readonly<Record<string, Recipe>> = Object.fromEntries(
  [classic, modern5, modern15, modern50, demo, smoke].map((recipe) => [recipe.name, recipe]),
);
