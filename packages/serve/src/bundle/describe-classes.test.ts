import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testFacts } from "../../../model/test/manifest.ts";
import { whatItKnows } from "./describe-classes.ts";

const knows = suite("whatItKnows()");

knows("names few classes, and counts the rest of many", () => {
  assert.is(
    whatItKnows(testFacts(2)),
    "This model knows 2 classes, from the pictures of shapes: thing 0, thing 1. It takes any other picture for one of them.",
  );
  assert.match(whatItKnows(testFacts(200)), /200 classes, .* thing 9 and 190 more\. It takes/);
});

knows("says of the demo's that it knows drawings", () => {
  const facts = testFacts(2);
  const demo = { ...facts, dataset: { ...facts.dataset, isDemo: true } };
  assert.is(
    whatItKnows(demo),
    "This model knows nothing but the demo's 2 drawings (thing 0, thing 1), and takes any photograph for one of them.",
  );
});

knows.run();
