/**
 * Tells whether a process that left a file behind is still running. The process id alone is not enough: after a reboot,
 * or in another container, another process can have the same one.
 */
import { readFileSync } from "node:fs";

/**
 * Identifies the start of a process: a text, without white space, that differs between processes with the same id.
 * Undefined if there is no such process, and on systems other than Linux.
 */
export function processStart(pid: number = process.pid): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}.${processField(pid, 22)}`;
  } catch {
    return undefined;
  }
}

/**
 * Whether another process on this machine is running; false for this process.
 * @param started its `processStart`; if not known, the process id decides
 */
export function isProcessAlive(pid: number, started?: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0); // signal 0 is never delivered
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false; // EPERM: it exists, but belongs to another user
  }
  if (isZombie(pid)) return false;
  const now = processStart(pid);
  return !started || now === undefined || now === started;
}

/** Whether it has ended, and its parent has not asked for its exit code yet: in a container that may be never. */
function isZombie(pid: number): boolean {
  try {
    return processField(pid, 3) === "Z";
  } catch {
    return false; // not Linux
  }
}

/** A field of /proc/PID/stat, counted from 1 as in proc_pid_stat(5). */
function processField(pid: number, number: number): string | undefined {
  const facts = readFileSync(`/proc/${pid}/stat`, "utf8");
  // Fields from 3 on follow the program's name, which may contain spaces and brackets.
  return facts.slice(facts.lastIndexOf(")") + 2).split(" ")[number - 3];
}
