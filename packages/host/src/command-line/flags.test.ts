import { suite } from "uvu";
import * as assert from "uvu/assert";
import { integer, number, oneOf } from "../values.ts";
import { describeFlags, flag, parseFlags, toggle, UsageError } from "./flags.ts";

const flags = suite("parseFlags()");

const table = {
  epochs: flag("N", "passes", integer(1, 100)),
  rate: flag("R", "learning rate", number(0, 1)),
  precision: flag("bf16|f32", "type", oneOf("bf16", "f32")),
  out: flag("DIR", "folder", (text) => text),
  resume: toggle("go on"),
} as const;

function faultsOf(...args: string[]): string[] {
  try {
    parseFlags(table, args);
  } catch (error) {
    assert.instance(error, UsageError);
    return (error as UsageError).message.split("\n");
  }
  throw new Error("Expected a UsageError");
}

flags("parseFlags() returns typed values of the given flags, and the positionals", () => {
  const args = ["--epochs", "3", "a.JPEG", "--rate=0.5", "--resume", "--", "--out"];
  const { flags: given, positionals } = parseFlags(table, args);
  assert.equal(given, { epochs: 3, rate: 0.5, resume: true });
  assert.equal(positionals, ["a.JPEG", "--out"]);
  assert.equal(parseFlags(table, []), { flags: {}, positionals: [] });
});

flags("parseFlags() uses the last value of a repeated flag", () => {
  assert.is(parseFlags(table, ["--epochs", "3", "--epochs", "4"]).flags.epochs, 4);
});

flags("parseFlags() suggests a flag for an unknown one", () => {
  assert.equal(faultsOf("--epoch", "3"), ['Unknown flag "--epoch"; did you mean "--epochs"?']);
  assert.equal(faultsOf("--presicion"), [
    'Unknown flag "--presicion"; did you mean "--precision"?',
  ]);
  assert.equal(faultsOf("--color"), ['Unknown flag "--color"; see --help']);
  assert.equal(faultsOf("-x"), ['Unknown flag "-x"; see --help']);
  assert.equal(faultsOf("--constructor"), ['Unknown flag "--constructor"; see --help']);
});

flags("parseFlags() says what a value should be", () => {
  for (const text of ["0", "101", "2.5", "-1", "1e1", "many", "٣"]) {
    assert.equal(faultsOf(`--epochs=${text}`), [
      `Flag "--epochs" wants a whole number from 1 to 100, and got "${text}"`,
    ]);
  }
  for (const text of ["1", "-0.1", "NaN", "half", " "]) {
    assert.equal(faultsOf(`--rate=${text}`), [
      `Flag "--rate" wants a number from 0 to below 1, and got "${text}"`,
    ]);
  }
  assert.equal(faultsOf("--precision", "f16"), [
    'Flag "--precision" wants one of bf16, f32, and got "f16"',
  ]);
});

flags("parseFlags() reports a missing or superfluous value", () => {
  assert.equal(faultsOf("--out"), ['Flag "--out" wants DIR, and got nothing']);
  assert.equal(faultsOf("--out="), ['Flag "--out" wants DIR, and got nothing']);
  assert.equal(faultsOf("--out", "--resume"), ['Flag "--out" wants DIR, and got nothing']);
  assert.is(parseFlags(table, ["--out=--resume"]).flags.out, "--resume");
  assert.equal(faultsOf("--resume=yes"), ['Flag "--resume" takes no value, and got "yes"']);
});

flags("parseFlags() reports every fault of a command line at once", () => {
  assert.is(faultsOf("--epochs", "0", "--nothing", "--rate", "2", "--resume=no").length, 4);
});

flags("describeFlags() aligns the table", () => {
  const lines = describeFlags(table).split("\n");
  assert.is(lines[0], "  --epochs N            passes");
  assert.is(lines[4], "  --resume              go on");
});

flags.run();
