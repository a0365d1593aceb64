/** `bench` and `row`: measures the table's rows, as many as there is time for, or those that are asked for. */
import { flag, integer, parseFlags, UsageError } from "../../../packages/host/src/mod.ts";
import { splitAt } from "../split-at.ts";
import { BENCH_ROWS, describeRow, type BenchRow } from "./bench-rows.ts";
import { stamped } from "./kit.ts";
import { measureRow } from "./measure-row.ts";
import { secondsOf, type Step } from "./step.ts";

/** Until rows are no longer begun that could not finish. */
const BENCH_SECONDS = 270;
const ROW_SECONDS = 120;
const TRACE_MS = 600;

export const bench: Step = {
  help: [
    "[SECONDS]",
    `the rows of the table in its order, ours and PyTorch's, in so much time (default: ${BENCH_SECONDS})`,
  ],
  isLong: true,

  async run(kit, { args, terminal, signal }) {
    const seconds = secondsOf(args[0], BENCH_SECONDS);
    const end = performance.now() + 1000 * seconds;
    for (const row of BENCH_ROWS) {
      const left = (end - performance.now()) / 1000;
      if (signal.aborted) return;
      if (left < row.expectSeconds) {
        terminal.line(
          stamped(
            kit,
            `no time for ${describeRow(row)}: takes ${row.expectSeconds} s, left are ${left.toFixed(0)}`,
          ),
        );
      } else {
        const limitSeconds = Math.min(row.limitSeconds, left);
        await measureRow(
          kit,
          { ...row, limitSeconds },
          { signal, log: (line) => terminal.line(line) },
        );
      }
    }
    terminal.line(stamped(kit, "bench is done"));
  },
};

const rowFlags = {
  limit: flag("S", `seconds until it is ended (default: ${ROW_SECONDS})`, integer(1, 3600)),
  trace: flag("NAME", "tell what the GPU does in its steps", (text) => text),
} as const;

/** Between rows. */
const NEXT_ROW = "--";

export const row: Step = {
  help: [
    "[--limit S] [--trace NAME] [VARIABLE=VALUE…] ours|pytorch ARGS [-- …]",
    "rows of the bench, now, one after the other; -- begins the next one",
  ],

  async run(kit, { args, terminal, signal }) {
    const rows = parseRows(args); // all of them first: of a line that is wrong nothing is measured
    let missing = 0;
    for (const { trace, ...wanted } of rows) {
      if (signal.aborted) return 1;
      const measured = await measureRow(kit, wanted, {
        signal,
        log: (line) => terminal.line(line),
        ...(trace && { trace: { name: trace, ms: TRACE_MS } }),
      });
      if (measured.length === 0) missing += 1;
    }
    return missing === 0 ? 0 : 1;
  },
};

/** Rows, each with the name of its trace. */
export function parseRows(args: readonly string[]): readonly TracedRow[] {
  return splitAt(args, NEXT_ROW).map(parseRow);
}

type TracedRow = Omit<BenchRow, "expectSeconds"> & { readonly trace: string | undefined };

function parseRow(args: readonly string[]): TracedRow {
  const place = args.findIndex((word) => word === "ours" || word === "pytorch");
  if (place < 0) {
    throw new UsageError(
      `Cannot measure the row "${args.join(" ")}": it names no program; write ours or pytorch before the arguments`,
    );
  }
  const { flags, positionals } = parseFlags(rowFlags, args.slice(0, place));
  return {
    who: args[place] as BenchRow["who"],
    args: args.slice(place + 1),
    environment: Object.fromEntries(positionals.map((pair) => pair.split(/=(.*)/s, 2))),
    limitSeconds: flags.limit ?? ROW_SECONDS,
    trace: flags.trace,
  };
}
