/** When a process began, as a mark that no other process of its number has: numbers are given again. */
import { readFile } from "node:fs/promises";

/** Undefined where the system does not tell (only Linux does) and where there is no such process. */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    const facts = await readFile(`/proc/${pid}/stat`, "utf8");
    // After the program's name, which may hold spaces and brackets: field 3 and on (proc_pid_stat(5)); 22 is the start.
    const ticks = facts.slice(facts.lastIndexOf(")") + 2).split(" ")[22 - 3];
    return `${boot.trim()} ${ticks}`;
  } catch {
    return undefined;
  }
}
