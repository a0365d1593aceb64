import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "@inception-edge/host";
import { classBalance } from "./analyze/class-balance.ts";
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

test("parseRules() names every unknown rule, and a limit that the shell has taken", () => {
  for (const [text, message] of [
    ["gray", 'Rule "gray" wants a limit; write "gray>2", in quotes'],
    ["gray>", 'Rule "gray" wants a number after ">", and got ""'],
    ["gray>many", 'Rule "gray" wants a number after ">", and got "many"'],
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

test("parseRules() still reads the rule that was called grey", () => {
  assert.equal(parseRules("grey>2"), [{ name: "gray", limit: 2 }]);
});

test("brokenRules() breaks above the limit, not at it", () => {
  const report = {
    structure: {},
    balance: { train: classBalance([30, 10]), val: classBalance([0, 3]) },
    files: { colour: { train: { oneChannel: 1, greyStoredAsColour: 1 } } },
  } as unknown as Report;
  const broken = (text: string): string[] =>
    brokenRules(report, parseRules(text)).map(({ name }) => name);
  assert.equal(broken("imbalance>3,gray>5,missing>1"), []);
  assert.equal(broken("imbalance>2.9,gray>4.9,missing"), ["imbalance", "gray", "missing"]);
  const unsplit = { ...report, structure: { valFraction: 0.15 } } as unknown as Report;
  assert.equal(brokenRules(unsplit, parseRules("missing")), []);
  const gone = { balance: { train: classBalance([30, 0]) } } as unknown as Report;
  assert.equal(brokenRules(gone, parseRules("imbalance>1000"))[0]?.measured, Infinity);
});

test.run();
