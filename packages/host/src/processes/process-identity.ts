/**
 * Whether the process that left something behind still runs. Its number alone does not tell: after a reboot, and in
 * the next container, another one has it.
 */
import { readFileSync } from "node:fs";

/**
 * A mark that no other process of that number has, without white space; undefined where the system does not tell (only
 * Linux does) and where there is no such process.
 */
export function processStart(pid: number = process.pid): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const facts = readFileSync(`/proc/${pid}/stat`, "utf8");
    // After the program's name, which may hold spaces and brackets: field 3 and on (proc_pid_stat(5)); 22 is the start.
    const ticks = facts.slice(facts.lastIndexOf(")") + 2).split(" ")[22 - 3];
    return `${boot}.${ticks}`;
  } catch {
    return undefined;
  }
}

/**
 * Whether another process of this machine runs.
 * @param started what `processStart` said of it when it left its mark; where that is not known, the number decides.
 */
export function isProcessAlive(pid: number, started?: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0); // signal 0 is never delivered
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false; // else there, and another user's
  }
  const now = processStart(pid);
  return !started || now === undefined || now === started;
}
