import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noise } from "@inception-edge/testing/images/noise";
import { createImageTable } from "../measure/image-table.ts";
import { chooseExamples, viewsOf } from "./input-views.ts";

const test = suite("input views");

function examplesOf(sizes: readonly (readonly [width: number, height: number])[]): string[] {
  const table = createImageTable(sizes.length);
  const images = sizes.map((size, row) => {
    table.decoded[row] = 1;
    table.width.set([size[0]], row);
    table.height.set([size[1]], row);
    return { path: size.join("x"), classIndex: 0, bytes: 1, modifiedMs: 0 };
  });
  return chooseExamples({ table, images }).map(({ what, row }) => `${what} ${images[row]!.path}`);
}

test("chooseExamples() takes those that differ from the usual image", () => {
  const usual = [
    [640, 480],
    [640, 480],
    [600, 480],
  ] as const;
  assert.equal(examplesOf(usual), ["A typical image 640x480"]);
  assert.equal(examplesOf([...usual, [1200, 100], [90, 700], [32, 24]]), [
    "A typical image 640x480",
    "The widest 1200x100",
    "The tallest 90x700",
    "The smallest 32x24",
  ]);
  assert.equal(examplesOf([...usual, [40, 10]]), ["A typical image 640x480", "The widest 40x10"]);
  assert.equal(examplesOf([...usual, [64, 48]]), ["A typical image 640x480", "The smallest 64x48"]);
  assert.equal(examplesOf([]), []);
});

function sizesOf(width: number, height: number): string[] {
  const { original, stored, inputs } = viewsOf(noise(width, height));
  return [original, stored, ...inputs].map((image) => `${image.width}x${image.height}`);
}

test("viewsOf() keeps the shape of the original only, and enlarges no original", () => {
  assert.equal(sizesOf(360, 90), ["180x45", "64x64", "56x56", "56x56"]);
  assert.equal(sizesOf(2000, 1)[0], "180x1");
  assert.equal(sizesOf(20, 10)[0], "20x10");
});

test.run();
