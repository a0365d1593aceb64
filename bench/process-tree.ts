/** What a process and its descendants take. Linux. */
import { readdir, readFile } from "node:fs/promises";

/** The kernel's USER_HZ: the unit of times in /proc, 100 a second on every Linux there is. */
const TICK_MS = 10;

interface TreeUse {
  /** Of the processor, user and system, since they started. */
  readonly processorMs: number;
  /** Resident, shared pages counted for each. */
  readonly residentMb: number;
}

/** @param pid of the first process */
export async function treeUse(pid: number): Promise<TreeUse> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await fieldsOf(Number(name));
    if (stat !== undefined) parents.set(Number(name), Number(stat[1]));
  }
  const belongs = (one: number): boolean =>
    one === pid || (parents.has(one) && belongs(parents.get(one)!));
  let [processorMs, residentMb] = [0, 0];
  for (const one of parents.keys()) {
    if (!belongs(one)) continue;
    const stat = await fieldsOf(one);
    if (stat === undefined) continue;
    processorMs += (Number(stat[11]) + Number(stat[12])) * TICK_MS;
    const status = await readFile(`/proc/${one}/status`, "utf8").catch(() => "");
    residentMb += Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1000;
  }
  return { processorMs, residentMb };
}

/** proc(5): behind the name, field 3 (the state) comes first; undefined for one that has ended. */
async function fieldsOf(pid: number): Promise<readonly string[] | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return stat?.split(") ").at(-1)!.split(" ");
}
