/** How much of the machine others took during a benchmark: a figure measured beside them is not worth writing down. */
import { availableParallelism, cpus } from "node:os";
import process from "node:process";

/** Starts to count. @returns the share of the processors that other processes have taken since, 0 to 1. */
export function otherLoad(): () => number {
  const start = { at: performance.now(), busy: busyMs(), own: process.cpuUsage() };
  return () => {
    const { user, system } = process.cpuUsage(start.own);
    const others = busyMs() - start.busy - (user + system) / 1000;
    return Math.max(0, others / (performance.now() - start.at) / availableParallelism());
  };
}

function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys, 0);
}
