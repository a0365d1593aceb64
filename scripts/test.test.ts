import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const runner = suite<{ root: string }>("test runner");

runner.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), "test-runner-"));
  symlinkSync(resolve("node_modules"), join(context.root, "node_modules"));
  // Deno resolves a bare import only where a package.json declares it.
  writeFileSync(join(context.root, "package.json"), '{ "dependencies": { "uvu": "*" } }');
  writeFileSync(join(context.root, "deno.json"), '{ "nodeModulesDir": "manual" }');
});
runner.after.each(({ root }) => rmSync(root, { recursive: true }));

const HEAD = 'import { suite } from "uvu";\nimport * as assert from "uvu/assert";\n';
const GOOD = `${HEAD}const a = suite("a");\na("adds", () => assert.is(1 + 1, 2));\na.run();\n`;

/** Runs the runner in a repository that consists of the given test files. */
function run(
  root: string,
  files: Readonly<Record<string, string>>,
  ...args: readonly string[]
): { code: number | null; output: string; lastLine: string | undefined } {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "test.ts"), ...args],
    { cwd: root, encoding: "utf8" },
  );
  return {
    code: status,
    output: stdout + stderr,
    lastLine: stdout.trimEnd().split("\n").at(-1),
  };
}

runner("test.ts counts what passes, in src and test, on Node and Deno", ({ root }) => {
  const { code, output, lastLine } = run(root, {
    "packages/dataset/src/a.test.ts": GOOD,
    "packages/model/test/deep/b.test.ts": GOOD,
  });
  assert.is(lastLine, "3 passed, 0 failed", output);
  assert.is(code, 0);
  assert.match(output, "packages/model/test/deep/b.test.ts (deno): 1 passed");
});

runner("test.ts fails on a failing test and shows its message", ({ root }) => {
  const { code, output, lastLine } = run(root, {
    "packages/eda/src/a.test.ts": GOOD.replace("2))", '3, "Sum is off"))'),
  });
  assert.is(lastLine, "0 passed, 1 failed", output);
  assert.is(code, 1);
  assert.match(output, "Sum is off");
});

runner("test.ts fails on a suite that forgets .run(), alone or beside another", ({ root }) => {
  const forgotten = 'const b = suite("b");\nb("is never run", () => {});\n';
  const { code, output, lastLine } = run(root, {
    "packages/eda/src/alone.test.ts": HEAD + forgotten,
    "packages/eda/src/beside.test.ts": GOOD + forgotten,
  });
  assert.is(lastLine, "1 passed, 2 failed", output);
  assert.is(code, 1);
  assert.match(output, "forgets b.run()");
});

runner(
  "test.ts fails on a file without tests, one that ends early and one that breaks",
  ({ root }) => {
    const { lastLine, output, code } = run(root, {
      "packages/eda/src/early.test.ts": `process.exit(0);\n${GOOD}`,
      "packages/eda/src/empty.test.ts": `${HEAD}const a = suite("a");\na.run();\n`,
      "packages/eda/src/throws.test.ts": `throw new Error("No such luck");\n${GOOD}`,
    });
    assert.is(lastLine, "0 passed, 3 failed", output);
    assert.is(code, 1);
    assert.match(output, "No such luck");
  },
);

runner("test.ts wants a reason for a skipped test, and counts it", ({ root }) => {
  const skipping = GOOD.replace("a.run()", 'a.skip("wants a GPU", () => {});\na.run()');
  const silent = run(root, { "packages/eda/src/a.test.ts": skipping });
  assert.is(silent.lastLine, "1 passed, 1 failed, 1 skipped", silent.output);
  assert.is(silent.code, 1);
  const spoken = run(root, {
    "packages/eda/src/a.test.ts": `${skipping}console.log("SKIP no GPU on this machine");\n`,
  });
  assert.is(spoken.lastLine, "1 passed, 0 failed, 1 skipped", spoken.output);
  assert.is(spoken.code, 0);
});

runner(
  "test.ts takes a file whose tests are all skipped as skipped, with its reason",
  ({ root }) => {
    const why = 'console.log("SKIP no Chromium");\n';
    const skipping = `${HEAD}const a = suite("a");\na.skip("wants a browser", () => {});\na.run();\n`;
    const { code, output, lastLine } = run(root, { "packages/eda/src/a.test.ts": skipping + why });
    assert.is(lastLine, "0 passed, 0 failed, 1 skipped", output);
    assert.match(output, /^skip packages\/eda\/src\/a\.test\.ts: .*\n {5}SKIP no Chromium$/m);
    assert.is(code, 0);
    const silent = run(root, { "packages/eda/src/a.test.ts": skipping });
    assert.is(silent.lastLine, "0 passed, 1 failed, 1 skipped", silent.output);
  },
);

runner("test.ts takes a forgotten .only for skipped tests", ({ root }) => {
  const only = GOOD.replace("a.run()", 'a.only("alone", () => {});\na.run()');
  const { lastLine, output } = run(root, { "packages/eda/src/a.test.ts": only });
  assert.is(lastLine, "1 passed, 1 failed, 1 skipped", output);
});

runner("test.ts runs the files whose path contains an argument", ({ root }) => {
  const files = { "packages/eda/src/a.test.ts": GOOD, "packages/eda/src/b.test.ts": GOOD };
  assert.is(run(root, files, "--", "src/b").lastLine, "1 passed, 0 failed");
  const none = run(root, files, "src/c");
  assert.match(none.output, "Cannot find a test file for src/c");
  assert.is(none.code, 1);
});

runner.run();
