/** Checks that a report can be written, before a hundred thousand images are measured. Creates nothing. */
import { constants, type Stats } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "@inception-edge/host";

/** @throws {UsageError} if nothing can be written in `folder` */
export async function checkFolder(folder: string): Promise<void> {
  try {
    const { path, stats } = await nearest(folder);
    if (!stats.isDirectory()) throw new Error(`"${path}" is not a folder`);
    await access(path, constants.W_OK | constants.X_OK).catch((cause: NodeJS.ErrnoException) => {
      throw new Error(`"${path}" cannot be written to (${cause.code})`, { cause });
    });
  } catch (cause) {
    const { message } = cause as Error;
    throw new UsageError(
      `Cannot write the report to "${folder}": ${message}; choose another --out`,
      {
        cause,
      },
    );
  }
}

/** The folder itself, or its nearest ancestor that exists. */
async function nearest(folder: string): Promise<{ path: string; stats: Stats }> {
  const stats = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
    return undefined;
  });
  return stats ? { path: folder, stats } : nearest(dirname(folder));
}
