/** What a GPU does in one training step, from the lines of kernel-trace.cpp. */
import { kernelKind } from "./kernel-kinds.ts";

/** Of the mean step. */
export interface TraceSummary {
  /** Whole steps in the trace. */
  readonly steps: number;
  readonly stepMs: number;
  /** At work on one kernel or more. */
  readonly busyMs: number;
  readonly launches: number;
  /** The dearest first. */
  readonly kinds: readonly Share[];
  readonly kernels: readonly Share[];
}

export interface Share {
  readonly name: string;
  readonly launches: number;
  readonly ms: number;
}

interface Activity {
  /** From the first record of the trace. */
  readonly startMs: number;
  readonly endMs: number;
  readonly name: string;
}

/** The kernel that crops and resizes the images, the first thing a step does. */
const STEP_BEGINS = /ImageProjectiveTransform|ProjectiveGenerator/;

/** @throws {Error} when the trace holds no whole step, with what CUPTI said. */
export function summarizeTrace(text: string): TraceSummary {
  const activities = parse(text);
  const begins = activities.flatMap(({ name }, index) => (STEP_BEGINS.test(name) ? [index] : []));
  const steps = begins.length - 1;
  if (steps < 1) {
    const words = text.split("\n").filter((line) => line.startsWith("#"));
    throw new Error(
      `Cannot summarize the trace: it has ${activities.length} records, and no whole step; ${words.join("; ") || "trace for longer"}`,
    );
  }
  const whole = activities.slice(begins[0], begins.at(-1));
  const share = (nameOf: (activity: Activity) => string): readonly Share[] =>
    [...Map.groupBy(whole, nameOf)]
      .map(([name, group]) => ({
        name,
        launches: group.length / steps,
        ms: group.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / steps,
      }))
      .toSorted((a, b) => b.ms - a.ms);
  const end = activities[begins.at(-1)!]!.startMs;
  return {
    steps,
    stepMs: (end - whole[0]!.startMs) / steps,
    busyMs: busy(whole) / steps,
    launches: whole.length / steps,
    kinds: share(({ name }) => kernelKind(name)),
    kernels: share(({ name }) => name),
  };
}

/** In order of their starts. CUPTI gives records of unfinished work no times: those are dropped. */
function parse(text: string): readonly Activity[] {
  const records = text.split("\n").flatMap((line) => {
    const [start, end, name] = line.split("\t");
    if (name === undefined) return [];
    const [startNs, endNs] = [BigInt(start!), BigInt(end!)];
    return startNs > 0n && endNs > startNs ? [{ startNs, endNs, name }] : [];
  });
  const first = records.reduce(
    (least, { startNs }) => (startNs < least ? startNs : least),
    records[0]?.startNs ?? 0n,
  );
  const ms = (ns: bigint): number => Number(ns - first) / 1e6; // since 1970 it would not fit a double
  return records
    .map(({ startNs, endNs, name }) => ({ startMs: ms(startNs), endMs: ms(endNs), name }))
    .toSorted((a, b) => a.startMs - b.startMs);
}

/** The length of the union of all spans. */
function busy(activities: readonly Activity[]): number {
  let sum = 0;
  let until = -Infinity;
  for (const { startMs, endMs } of activities) {
    sum += Math.max(0, endMs - Math.max(startMs, until));
    until = Math.max(until, endMs);
  }
  return sum;
}

const KERNELS_TOLD = 30;
const NAME_COLUMNS = 110;

/** A table by kind and the dearest kernels, to read. */
export function describeTrace(trace: TraceSummary): string {
  const share = Math.round((100 * trace.busyMs) / trace.stepMs);
  return [
    `A step of ${trace.steps} in the trace: ${trace.stepMs.toFixed(1)} ms, at work for ${trace.busyMs.toFixed(1)} (${share} %), ${trace.launches.toFixed(0)} launches`,
    ...trace.kinds.map(describeShare),
    "The dearest:",
    ...trace.kernels.slice(0, KERNELS_TOLD).map(describeShare),
  ].join("\n");
}

function describeShare({ name, launches, ms }: Share): string {
  return `${ms.toFixed(3).padStart(9)} ms ${launches.toFixed(1).padStart(7)} ×  ${name.slice(0, NAME_COLUMNS)}`;
}
