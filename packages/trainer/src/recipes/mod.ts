/** All recipes, the choices of `--recipe`. A new recipe must be listed here. */
import { classic } from "./classic.ts";
import { demo } from "./demo.ts";
import { fineTune } from "./fine-tune.ts";
import { modern5 } from "./modern-5.ts";
import { modern15 } from "./modern-15.ts";
import { modern50 } from "./modern-50.ts";
import { modern80 } from "./modern-80.ts";
import type { Recipe } from "./recipe.ts";
import { smoke } from "./smoke.ts";

/** Recipes by name. */
export const recipes: Readonly<Record<string, Recipe>> = Object.fromEntries(
  [classic, modern5, modern15, modern50, modern80, fineTune, demo, smoke].map((recipe) => [
    recipe.name,
    recipe,
  ]),
);
