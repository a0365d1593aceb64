import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { PackedDataset } from "@inception-edge/dataset";
import type { Recipe } from "../recipes/recipe.ts";
import { checkSplits } from "./choose-recipe.ts";

const test = suite("checkSplits()");

const recipe = { batchSize: 8 } as Recipe;
const packed = { name: "mugs" } as PackedDataset;

function splits(train: number, heldOut: number) {
  return { train: new Int32Array(train), heldOut: new Int32Array(heldOut), val: new Int32Array(4) };
}

test("refuses fewer images than a batch, and nothing to hold out", () => {
  checkSplits(splits(8, 1), recipe, packed);
  assert.throws(
    () => checkSplits(splits(7, 1), recipe, packed),
    /"mugs" leaves 7 training images, fewer than one batch of 8/,
  );
  assert.throws(
    () => checkSplits(splits(20, 0), recipe, packed),
    /"mugs" leaves nothing to hold out: it takes a class with two images that are not near-duplicates/,
  );
});

test.run();
