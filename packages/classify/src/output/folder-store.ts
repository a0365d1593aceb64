/** A folder as a store. */
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { withLockInTurn } from "@inception-edge/host";
import type { Store } from "./store.ts";

/** @param folder absolute; made when the first file is written */
export function folderStore(name: string, folder: string): Store {
  return {
    name,
    read: (file) => createReadStream(join(folder, file)),
    async readRange(file, start, end) {
      const handle = await open(join(folder, file));
      try {
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer.slice(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    async size(file) {
      return (await stat(join(folder, file)).catch(ifThere))?.size;
    },
    async list(inner) {
      return (await readdir(join(folder, inner)).catch(ifThere)) ?? [];
    },
    async write(file, chunks) {
      const path = join(folder, file);
      await mkdir(dirname(path), { recursive: true });
      // A name of this write alone: of two pods of one shard, none renames what the other is still writing.
      const partial = `${path}.${randomUUID()}.partial`;
      const handle = await open(partial, "w");
      try {
        for await (const chunk of chunks) await handle.writeFile(chunk);
        await handle.sync();
      } catch (error) {
        await rm(partial, { force: true });
        throw Object.assign(error as Error, { path }); // which Node does not tell of a file that is open
      } finally {
        await handle.close();
      }
      await rename(partial, path);
      await removePartials(path);
      await syncFolder(dirname(path));
    },
    remove: (inner) => rm(join(folder, inner), { recursive: true, force: true }),
    async alone(lock, work, onWait) {
      await mkdir(folder, { recursive: true });
      return withLockInTurn(join(folder, `.${lock}.lock`), work, onWait);
    },
  };
}

/** What killed processes left of this file. Whoever still writes one fails, and finds the file when it is started again. */
async function removePartials(path: string): Promise<void> {
  const [folder, start] = [dirname(path), `${basename(path)}.`];
  for (const name of await readdir(folder)) {
    if (name.startsWith(start) && name.endsWith(".partial"))
      await rm(join(folder, name), { force: true });
  }
}

/** The new name is safe only when the folder is on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems know no such thing for a folder.
    if (!["EINVAL", "ENOTSUP", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      throw error;
    }
  } finally {
    await handle.close();
  }
}

function ifThere(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
