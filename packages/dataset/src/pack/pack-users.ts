/**
 * Which processes have a pack open: a training run reads its images by path hours after it began, so a pack of a
 * former state of the folder must outlive it. A mark is a file named after the process, which tells when that
 * one began, and means nothing when it has ended.
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isProcessAlive, processStart } from "@inception-edge/host";

const usersOf = (directory: string): string => join(directory, "users");

/** Marks the pack as used by this process, until it ends. */
export async function usePack(directory: string): Promise<void> {
  try {
    await mkdir(usersOf(directory), { recursive: true });
    await writeFile(join(usersOf(directory), String(process.pid)), processStart() ?? "");
  } catch (error) {
    // A cache that cannot be written to cannot be cleared either.
    if (!["EACCES", "EPERM", "EROFS"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      throw error;
    }
  }
}

/** Whether another process that runs has the pack open. */
export async function isPackInUse(directory: string): Promise<boolean> {
  for (const mark of await readdir(usersOf(directory)).catch(() => [])) {
    const started = await readFile(join(usersOf(directory), mark), "utf8").catch(() => "");
    if (isProcessAlive(Number(mark), started)) return true;
  }
  return false;
}
