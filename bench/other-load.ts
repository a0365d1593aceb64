/** How much of the machine others took during a benchmark: a figure measured beside them is not worth writing down. */
import { readFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import process from "node:process";

/** The kernel's USER_HZ: the unit of times in /proc, 100 a second on every Linux there is. */
const TICK_MS = 10;

/**
 * Starts to count.
 * @returns the share of the processors that other processes have taken since, 0 to 1; processes that this one started
 *   count as others until they have ended
 */
export function otherLoad(): () => number {
  const start = { at: performance.now(), busy: busyMs(), own: ownMs() };
  return () => {
    const others = busyMs() - start.busy - (ownMs() - start.own);
    return Math.max(0, others / (performance.now() - start.at) / availableParallelism());
  };
}

function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys, 0);
}

/** Of this process and of those it has started that have ended. */
function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + (process.platform === "linux" ? endedChildrenMs() : 0);
}

/** proc(5): `cutime` and `cstime` are fields 16 and 17; what is before the last bracket may hold spaces. */
function endedChildrenMs(): number {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)!.split(" ");
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}
