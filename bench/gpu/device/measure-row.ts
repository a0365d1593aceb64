/** One row of the bench: its program, with what it measures kept line by line, so that an end before its time loses nothing. */
import { appendFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CARRIED } from "../carried-library.ts";
import { describeStep, parseSteps, type MeasuredStep } from "../measured-step.ts";
import { describeTrace, summarizeTrace } from "../trace/trace-summary.ts";
import { describeRow, noteOf, type BenchRow } from "./bench-rows.ts";
import { tensorFlowEnvironment } from "./environment.ts";
import { waitForStep } from "./jobs.ts";
import { stamped, type Kit } from "./kit.ts";
import { peerCommand, peerEnvironment } from "./peer.ts";
import { runProgram } from "./run-program.ts";
import { WARM_PEER } from "./warm-peer.ts";

export interface RowOptions {
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Milliseconds of the timed steps to trace, under this name. */
  readonly trace?: { readonly name: string; readonly ms: number };
}

/** Measures it, and returns what came of it, which may be nothing: the next row may work. */
export async function measureRow(
  kit: Kit,
  row: Omit<BenchRow, "expectSeconds">,
  { signal, log, trace }: RowOptions,
): Promise<readonly MeasuredStep[]> {
  await mkdir(kit.work, { recursive: true });
  await mkdir(kit.out, { recursive: true });
  const note = [noteOf(row), trace ? "traced" : ""].filter((word) => word !== "").join(", ");
  if (row.who === "pytorch") {
    // What it compiles is wanted here; but a row must not wait for ever.
    const late = AbortSignal.timeout(1000 * row.limitSeconds);
    await waitForStep(kit, WARM_PEER, AbortSignal.any([signal, late]));
  }
  log(stamped(kit, describeRow(row)));
  const started = join(kit.work, "started");
  await rm(started, { force: true });
  const traceFile = trace && join(kit.out, `trace.${trace.name}.tsv`);
  const measured: MeasuredStep[] = [];
  const { code, isLate, seconds } = await runProgram({
    command:
      row.who === "ours" ? ourProgram(kit, row.args, note) : [...peerCommand(kit), ...row.args],
    directory: kit.app,
    environment: {
      ...(row.who === "ours" ? tensorFlowEnvironment(kit) : peerEnvironment(kit)),
      ...row.environment,
      ...(traceFile && tracing(kit, { started, traceFile, ms: trace.ms })),
    },
    limitSeconds: row.limitSeconds,
    signal,
    log: join(kit.logs, "rows"),
    onLine(line) {
      const [step] = parseSteps(line);
      if (!step) return;
      measured.push(step);
      appendFileSync(kit.measured, `${line}\n`);
      log(`  ${describeStep(step)}`);
    },
  });
  const end = isLate ? "ended at its limit" : `ended with ${code}`;
  log(stamped(kit, `  ${code === 0 ? "done" : end} after ${seconds.toFixed(0)} s`));
  if (code !== 0 && !isLate) log(await lastWords(join(kit.logs, "rows")));
  if (traceFile) log(await tellTrace(traceFile));
  return measured;
}

const WORDS_TOLD = 3;

/** The last lines of a log, indented. */
async function lastWords(log: string): Promise<string> {
  const lines = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-WORDS_TOLD);
  return lines.map((line) => `    ${line}`).join("\n");
}

type Command = readonly [string, ...string[]];

function ourProgram(kit: Kit, args: readonly string[], note: string): Command {
  const program = join(kit.app, "bench", "gpu-step.bench.ts");
  const options = ["--work", kit.work, "--started", join(kit.work, "started")];
  const noted = note === "" ? [] : ["--note", note];
  return [process.execPath, ...process.execArgv, program, ...options, ...noted, ...args];
}

function tracing(
  kit: Kit,
  {
    started,
    traceFile,
    ms,
  }: { readonly started: string; readonly traceFile: string; readonly ms: number },
): Readonly<Record<string, string>> {
  const cupti = join(kit.root, CARRIED.library, "nvidia", "host", "lib");
  return {
    LD_PRELOAD: join(kit.root, CARRIED.tracer),
    LD_LIBRARY_PATH: `${tensorFlowEnvironment(kit)["LD_LIBRARY_PATH"]}:${cupti}`,
    KERNEL_TRACE_START: started,
    KERNEL_TRACE_OUT: traceFile,
    KERNEL_TRACE_MS: String(ms),
  };
}

async function tellTrace(file: string): Promise<string> {
  try {
    const text = describeTrace(summarizeTrace(await readFile(file, "utf8")));
    await writeFile(file.replace(/\.tsv$/, ".txt"), `${text}\n`);
    return text;
  } catch (error) {
    return (error as Error).message;
  }
}
