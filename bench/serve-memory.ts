/** Resident memory of another process. Linux. */
import { readFile } from "node:fs/promises";

/** @returns MB */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1000;
}
