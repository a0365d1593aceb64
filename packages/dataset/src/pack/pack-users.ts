/**
 * Which processes use a pack: a training run reads images by path for hours, so its pack must not be removed
 * meanwhile, even if the folder has changed. Each process leaves a mark, a file named after its process id that holds
 * its start; the mark of a process that has ended is ignored.
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
    // In a cache that cannot be written to, nothing can be removed either.
    if (!["EACCES", "EPERM", "EROFS"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      throw error;
    }
  }
}

/** Whether another running process uses the pack. */
export async function isPackInUse(directory: string): Promise<boolean> {
  for (const mark of await readdir(usersOf(directory)).catch(() => [])) {
    const started = await readFile(join(usersOf(directory), mark), "utf8").catch(() => "");
    if (isProcessAlive(Number(mark), started)) return true;
  }
  return false;
}
