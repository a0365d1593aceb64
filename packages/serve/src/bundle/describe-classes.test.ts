import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { describeClasses } from "./describe-classes.ts";

const knows = suite("describeClasses()");

knows("names few classes, and counts the rest of many", () => {
  assert.is(
    describeClasses(testFacts(2)),
    "This model knows 2 classes, from the images of shapes: thing 0, thing 1. It will label any other image as one of them.",
  );
  assert.match(describeClasses(testFacts(200)), /200 classes, .* thing 9 and 190 more\. It will/);
});

knows("says of the demo's that it knows drawings", () => {
  const facts = testFacts(2);
  const demo = { ...facts, dataset: { ...facts.dataset, isDemo: true } };
  assert.is(
    describeClasses(demo),
    "This model knows only the demo's 2 drawings (thing 0, thing 1); it will label any photo as one of them.",
  );
});

knows.run();
