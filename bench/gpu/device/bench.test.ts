import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noteOf } from "./bench-rows.ts";
import { parseRows } from "./bench.ts";

const test = suite("rows");

test("parseRows() takes rows that -- parts, each with its limit, trace and environment", () => {
  const words =
    "--limit 60 A=1=2 ours --batch 8 --pools two-pass -- --trace t pytorch --modes eager";
  assert.equal(parseRows(words.split(" ")), [
    {
      who: "ours",
      args: ["--batch", "8", "--pools", "two-pass"],
      environment: { A: "1=2" },
      limitSeconds: 60,
      trace: undefined,
    },
    {
      who: "pytorch",
      args: ["--modes", "eager"],
      environment: {},
      limitSeconds: 120,
      trace: "t",
    },
  ]);
});

test("parseRows() refuses a row without a program, and so the whole line", () => {
  assert.throws(
    () => parseRows(["ours", "--batch", "8", "--", "--batch", "9"]),
    /Cannot measure the row "--batch 9": it names no program; write ours or pytorch/,
  );
});

test("noteOf() tells what no column of the table does", () => {
  const args = "--batch 1024 --precision f16 --pools two-pass --steps=10".split(" ");
  assert.is(noteOf({ environment: { A: "1" }, args }), "A=1 --pools two-pass");
  assert.is(noteOf({ args: ["--batch", "1024", "--size", "40"] }), "");
  assert.is(noteOf({ args: "--batch 1024 / --pools lines".split(" ") }), "");
});

test.run();
