import { suite } from "uvu";
import * as assert from "uvu/assert";
import { TINY_IMAGENET } from "./tiny-imagenet.ts";

const tinyImageNet = suite("tiny-imagenet");

tinyImageNet("TINY_IMAGENET lists 200 different ids in ascending order", () => {
  const { wnids } = TINY_IMAGENET;
  assert.is(new Set(wnids).size, 200);
  assert.equal(wnids, wnids.toSorted());
  assert.ok(wnids.every((wnid) => /^n\d{8}$/.test(wnid)));
});

tinyImageNet("TINY_IMAGENET knows neither gorilla nor groom of the 202-class copy", () => {
  assert.not(TINY_IMAGENET.wnids.includes("n02480855"));
  assert.not(TINY_IMAGENET.wnids.includes("n10148035"));
});

tinyImageNet.run();
