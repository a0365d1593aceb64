import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Problem } from "../problem.ts";
import { parseJson } from "./parse-json.ts";

const json = suite("parseJson()");

function problemOf(text: string, maxValues?: number): string {
  try {
    parseJson(Buffer.from(text), maxValues);
    return "none";
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

json("refuses more values than a request needs before it parses them", () => {
  const flood = [
    `[${"0,".repeat(20_000)}0]`,
    `{"image":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
    `{"image":"",${Array.from({ length: 20_000 }, (_, index) => `"${index}":0`).join()}}`,
    `[${"{},".repeat(20_000)}{}]`,
  ];
  for (const text of flood) assert.is(problemOf(text), "body_too_large", text.slice(0, 30));
  assert.is(problemOf("[".repeat(20_000)), "body_too_large", "not even JSON");
});

json("takes a long text, and as many values as it is told", () => {
  assert.is(problemOf(`{"image":"${"/".repeat(1_000_000)}"}`), "none");
  assert.is(problemOf(`{"image":"","n":[${"0,".repeat(20_000)}0]}`, 30_000), "none");
  assert.is(problemOf(`{"image":"","n":[0,0]}`, 5), "body_too_large");
});

json.run();
