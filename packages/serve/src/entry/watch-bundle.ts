/**
 * Tells when a bundle has been replaced: by looking, since watching does not follow links and renamed folders on every
 * platform. A bundle that is half written is refused by its hashes and looked at again when it changes.
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { MANIFEST_PATH } from "@inception-edge/model/bundle";

/** @returns a function that stops it */
export async function watchBundle(
  folder: string,
  everyMs: number,
  onChange: () => void,
): Promise<() => void> {
  let known = await fingerprint(folder);
  const timer = setInterval(() => void look(), everyMs);
  return () => clearInterval(timer);

  async function look(): Promise<void> {
    const found = await fingerprint(folder);
    if (found === undefined || found === known) return;
    known = found;
    onChange();
  }
}

async function fingerprint(folder: string): Promise<string | undefined> {
  const found = await stat(join(folder, MANIFEST_PATH)).catch(() => undefined);
  return found && `${found.ino} ${found.size} ${found.mtimeMs}`;
}
