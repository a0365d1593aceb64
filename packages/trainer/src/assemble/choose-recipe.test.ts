import { suite } from "uvu";
import * as assert from "uvu/assert";
import { chooseRecipe } from "./choose-recipe.ts";

const test = suite("chooseRecipe()");

const own = { isDemo: false, layout: "class-folders", images: 2000, inputSize: 56 } as const;
const demo = { ...own, isDemo: true };
const tiny = { isDemo: false, layout: "tiny-imagenet", images: 90_000, inputSize: 56 } as const;

for (const [data, flags, name, start] of [
  [own, {}, "fine-tune", "shipped"],
  [own, { from: "scratch" }, "modern-5", "scratch"],
  [own, { from: "runs/a" }, "fine-tune", "runs/a"],
  [own, { recipe: "modern-15" }, "modern-15", "scratch"],
  [own, { recipe: "classic", from: "shipped" }, "classic", "shipped"],
  [own, { recipe: "modern-5", from: "shipped" }, "modern-5", "shipped"],
  [demo, {}, "demo", "scratch"],
  [demo, { from: "shipped" }, "fine-tune", "shipped"],
  [tiny, {}, "modern-5", "scratch"],
  [tiny, { recipe: "fine-tune" }, "fine-tune", "shipped"],
] as const) {
  test(`${data.isDemo ? "the demo" : data.layout} with ${JSON.stringify(flags)}`, () => {
    const { recipe, from } = chooseRecipe(flags, data);
    assert.equal([recipe.name, from], [name, start]);
  });
}

test("computes fine-tuning's epochs and batch from the number of images", () => {
  const sizes = (images: number): readonly unknown[] => {
    const { epochs, batchSize, mixing } = chooseRecipe({}, { ...own, images }).recipe;
    return [epochs, batchSize, mixing !== undefined];
  };
  assert.equal(sizes(12), [500, 12, true]);
  assert.equal(sizes(2000), [25, 64, false]);
  assert.equal(sizes(50_000), [6, 64, false]);
  const { epochs, batchSize } = chooseRecipe({ epochs: 3, batch: 8 }, own).recipe;
  assert.equal([epochs, batchSize], [3, 8]);
});

test.run();
