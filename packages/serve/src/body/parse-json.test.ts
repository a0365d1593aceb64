import { z } from "@hono/zod-openapi";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Problem } from "../problem.ts";
import { checkJson, parseJson } from "./parse-json.ts";

const json = suite("JSON");

function problemOf(work: () => unknown): string {
  try {
    work();
    return "none";
  } catch (error) {
    if (error instanceof Problem) return `${error.code}: ${error.message}`;
    throw error;
  }
}

const parsed = (text: string, maxElements?: number): string =>
  problemOf(() => parseJson(Buffer.from(text), maxElements));

json("of more values than a request needs is refused before it is parsed", () => {
  const flood = [
    `[${"0,".repeat(20_000)}0]`,
    `{"image":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
    `{"image":"",${Array.from({ length: 20_000 }, (_, index) => `"${index}":0`).join()}}`,
    `[${"{},".repeat(20_000)}{}]`,
    "[".repeat(20_000), // not even JSON
  ];
  for (const text of flood) assert.match(parsed(text), /^body_too_large/, text.slice(0, 30));
  assert.match(parsed(flood[2]!, 1e6), /^body_too_large.* fields/, "fields are never many");
});

json("may have a long text, and as many elements as it is told", () => {
  assert.is(parsed(`{"image":"${"/".repeat(1_000_000)}"}`), "none");
  assert.is(parsed(`{"n":[${"0,".repeat(20_000)}0]}`, 30_000), "none");
  assert.match(parsed(`{"n":[0,0]}`, 1), /^body_too_large/);
});

json("is checked for long lists before the schema looks at their elements", () => {
  let looks = 0;
  const element = z.number().refine(() => (looks += 1) > 0);
  const schema = z.object({ names: z.array(element), data: z.unknown() });
  const long = Array.from({ length: 5000 }, () => 0);
  const check = (value: unknown): string => problemOf(() => checkJson(value, schema, ["data"]));
  assert.match(check({ names: long }), /^invalid_body: .*a list of 5000 elements/);
  assert.match(check({ names: [[long]] }), /^invalid_body: .*a list of 5000 elements/);
  assert.is(looks, 0);
  assert.is(check({ names: [1], data: long }), "none");
});

json("with many faults is answered the first few", () => {
  const schema = z.array(z.number());
  const said = problemOf(() => checkJson(Array(900).fill("a"), schema));
  assert.match(said, /4 Invalid input.*; and 895 more$/);
  assert.ok(said.length < 500);
});

json.run();
