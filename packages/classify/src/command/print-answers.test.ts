import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Answered } from "../engine/job.ts";
import type { RunningModel } from "../engine/load-model.ts";
import { printAnswers } from "./print-answers.ts";

const test = suite("printAnswers()");

test("answers no more when nobody reads any longer", async () => {
  let answered = 0;
  const pool = {
    async *answer(): AsyncGenerator<Answered> {
      for (; answered < 9; answered += 1) yield { lines: `${answered}\n`, images: 1, errors: {} };
    },
  };
  const printed: string[] = [];
  const terminal = {
    line: (text = "") => void printed.push(text),
    progress: () => {},
    columns: () => Infinity,
  };
  await printAnswers({ pool } as unknown as RunningModel, {
    batches: (async function* () {})(),
    terminal,
    signal: new AbortController().signal,
    asText: false,
    hasReader: () => printed.length < 2,
  });
  assert.equal(printed, ["0", "1"]);
  assert.is(answered, 2);
});

test.run();
