import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSteps } from "./measured-step.ts";

const test = suite("parseSteps()");

test("parseSteps() finds measurements among words, and passes over a line cut short", () => {
  const text =
    'Device: CPU\n{"who":"ours","medianMs":5}\n{"skipped":true}\nnull\n{"who":"pytorch","medi';
  assert.equal(parseSteps(text), [{ who: "ours", medianMs: 5 } as never]);
});

test.run();
