/**
 * Runs the repository's tests: `pnpm test:run [part of a file's path…]`. Every file is a process of
 * its own; the last line counts tests, and the exit code is 0 only if none failed.
 */
import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { judgeTest, type TestOutcome } from "./test-outcome.ts";
import { planRuns, type TestRun } from "./test-plan.ts";
import { endTestsWithUs, runTestFile } from "./test-process.ts";

const PLACES = ["packages/*/{src,test}/**/*.test.ts", "{bench,deploy,scripts}/**/*.test.ts"];

process.stdout.on("error", () => {}); // Whoever read it is gone, as with `| head`: the tests go on.
const wanted = process.argv.slice(2).filter((argument) => argument !== "--");
const files = globSync(PLACES)
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .toSorted();
if (files.length === 0) {
  console.error(`Cannot find a test file${wanted.length > 0 ? ` for ${wanted.join(", ")}` : ""}`);
  process.exitCode = 1;
} else {
  endTestsWithUs();
  const outcomes = await runAll(planRuns(files));
  const sum = (count: (outcome: TestOutcome) => number): number =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0);
  // A file that fails in another way than by its tests counts as one failure.
  const failed = sum((outcome) => outcome.failed || (outcome.problem === undefined ? 0 : 1));
  const skipped = sum((outcome) => outcome.skipped);
  const counts = `${sum(({ passed }) => passed)} passed, ${failed} failed`;
  console.log(`\n${counts}${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  if (failed > 0) process.exitCode = 1;
}

/** Runs what may share the machine, a process per core and one that mostly waits, then the rest one by one. */
async function runAll(runs: readonly TestRun[]): Promise<readonly TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  const work = async (...queues: readonly TestRun[][]): Promise<void> => {
    for (const queue of queues) {
      for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
        outcomes.push(await runOne(run));
      }
    }
  };
  const shared = runs.filter(({ alone }) => !alone);
  const waiting = shared.filter(({ waits }) => waits);
  const computing = shared.filter(({ waits }) => !waits);
  const cores = Array.from({ length: availableParallelism() }, () => work(computing, waiting));
  await Promise.all([...cores, work(waiting)]);
  await work(runs.filter(({ alone }) => alone));
  return outcomes;
}

async function runOne(run: TestRun): Promise<TestOutcome> {
  const start = performance.now();
  const result = await runTestFile(run);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const outcome = judgeTest(readFileSync(run.file, "utf8"), result);
  const isGood = outcome.failed === 0 && outcome.problem === undefined;
  const mark = !isGood ? "FAIL" : outcome.passed > 0 ? "ok  " : "skip";
  const skipped = outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : "";
  const what = outcome.problem ?? `${outcome.passed} passed, ${outcome.failed} failed${skipped}`;
  const where = run.runtime === "node" ? run.file : `${run.file} (${run.runtime})`;
  console.log(`${mark} ${where}: ${what} in ${seconds} s`);
  if (!isGood) console.log(result.output.trimEnd());
  for (const [line] of result.output.matchAll(/^SKIP .+$/gm)) console.log(`     ${line}`);
  return outcome;
}
