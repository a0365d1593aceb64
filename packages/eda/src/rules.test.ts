import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "@inception-edge/host";
import { classBalance } from "./analyse/class-balance.ts";
import type { Report } from "./report.ts";
import { brokenRules, parseRules } from "./rules.ts";

const test = suite("--fail-on");

test("parseRules() reads names and limits", () => {
  assert.equal(parseRules("corrupt, leakage>3,imbalance > 1.5"), [
    { name: "corrupt", limit: 0 },
    { name: "leakage", limit: 3 },
    { name: "imbalance", limit: 1.5 },
  ]);
});

test("parseRules() names every rule that is none, and a limit that the shell has eaten", () => {
  for (const [text, message] of [
    ["grey", 'Rule "grey" wants a limit; write "grey>2", in quotes'],
    ["grey>", 'Rule "grey" wants a number after ">", and got ""'],
    ["grey>many", 'Rule "grey" wants a number after ">", and got "many"'],
  ] as const) {
    assert.throws(
      () => parseRules(text),
      (error: Error) => error instanceof UsageError && error.message === message,
    );
  }
  assert.throws(
    () => parseRules("corupt,toString"),
    /^Unknown rule "corupt"; wanted corrupt, .*\nUnknown rule "toString"; wanted /,
  );
});

test("brokenRules() breaks above the limit, not at it", () => {
  const report = {
    balance: { train: classBalance([30, 10]), val: classBalance([0, 3]) },
    files: { colour: { train: { oneChannel: 1, greyStoredAsColour: 1 } } },
  } as unknown as Report;
  const broken = (text: string): string[] =>
    brokenRules(report, parseRules(text)).map(({ name }) => name);
  assert.equal(broken("imbalance>3,grey>5,missing>1"), []);
  assert.equal(broken("imbalance>2.9,grey>4.9,missing"), ["imbalance", "grey", "missing"]);
  const gone = { balance: { train: classBalance([30, 0]) } } as unknown as Report;
  assert.equal(brokenRules(gone, parseRules("imbalance>1000"))[0]?.measured, Infinity);
});

test.run();
