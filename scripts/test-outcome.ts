/**
 * Judges a finished test file by what uvu printed. uvu is trusting: a suite that forgets `.run()`,
 * a file that ends early and a forgotten `.only` all pass silently, so each is a failure here.
 */

/** How a test process ended. */
export interface TestProcess {
  readonly output: string;
  /** The exit code; `undefined` if it was killed. */
  readonly code: number | undefined;
  readonly timedOut: boolean;
}

/** Counts of tests; a file with a `problem` has failed whatever its tests say. */
export interface TestOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly problem?: string;
}

/** @param source The text of the test file. */
export function judgeTest(source: string, { output, code, timedOut }: TestProcess): TestOutcome {
  const totals = [...output.matchAll(/Total:\s+(\d+)\s+Passed:\s+(\d+)\s+Skipped:\s+(\d+)/g)].at(
    -1,
  );
  const [total = 0, passed = 0, skipped = 0] = totals?.slice(1).map(Number) ?? [];
  const outcome = { passed, failed: total - passed, skipped };

  const forgotten = suitesNotRun(source);
  const problem = timedOut
    ? "takes too long"
    : totals === undefined
      ? `ended with ${code ?? "a signal"} before its tests did`
      : forgotten.length > 0
        ? `forgets ${forgotten.map((name) => `${name}.run()`).join(", ")}`
        : total + skipped === 0
          ? "has no tests"
          : skipped > 0 && !/^SKIP \S/m.test(output)
            ? `skips ${skipped} without a line "SKIP <why>"`
            : code !== 0 && outcome.failed === 0
              ? `ended with ${code ?? "a signal"} though its tests passed`
              : undefined;
  return problem === undefined ? outcome : { ...outcome, problem };
}

/** The names of the suites in a test file's text that are never run. */
function suitesNotRun(source: string): readonly string[] {
  const names = [...source.matchAll(/\bconst (\w+) = suite\b/g)].map(([, name = ""]) => name);
  return names.filter((name) => !new RegExp(`\\b${name}\\.run\\(\\)`).test(source));
}
