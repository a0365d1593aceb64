/** `bench` and `row`: measures the table's rows, as many as there is time for, or one that is asked for. */
import { flag, integer, parseFlags, UsageError } from "../../../packages/host/src/mod.ts";
import { BENCH_ROWS, describeRow } from "./bench-rows.ts";
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

export const row: Step = {
  help: [
    "[--limit S] [--trace NAME] [VARIABLE=VALUE…] ours|pytorch ARGS",
    "one row of the bench, now",
  ],

  async run(kit, { args, terminal, signal }) {
    const place = args.findIndex((word) => word === "ours" || word === "pytorch");
    if (place < 0) {
      throw new UsageError(
        "Cannot measure a row: it names no program; write ours or pytorch before the arguments",
      );
    }
    const { flags, positionals } = parseFlags(rowFlags, args.slice(0, place));
    const wanted = {
      who: args[place] as "ours" | "pytorch",
      args: args.slice(place + 1),
      environment: Object.fromEntries(positionals.map((pair) => pair.split(/=(.*)/s, 2))),
      limitSeconds: flags.limit ?? ROW_SECONDS,
    };
    const trace = flags.trace && { name: flags.trace, ms: TRACE_MS };
    const measured = await measureRow(kit, wanted, {
      signal,
      log: (line) => terminal.line(line),
      ...(trace && { trace }),
    });
    return measured.length > 0 ? 0 : 1;
  },
};
