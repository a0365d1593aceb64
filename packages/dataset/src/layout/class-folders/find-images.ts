/**
 * Finds the files below class folders, at any depth. A link to a folder is followed once: after all real folders, and
 * not if what it leads to has been read, so that links to themselves and to their parents end.
 */
import { realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { listFolder } from "../list-folder.ts";
import type { Folder } from "../read-folder.ts";
import { explainUnreadable } from "../unreadable.ts";

/** Whether one of the folders read is in a folder. */
function isAround(real: string, read: ReadonlySet<string>): boolean {
  return [...read].some((inner) => inner.startsWith(real + sep));
}

/** A folder whose files belong to one class and split. */
export interface ClassFolder {
  /** Relative to the root. */
  readonly path: string;
  readonly isLink: boolean;
}

/**
 * The paths of all files below each folder, in no particular order.
 *
 * What cannot be read inside them is left out, with the reason; one of them itself is a defect.
 */
export function findImages<Start extends ClassFolder>(
  folder: Folder,
  starts: readonly Start[],
): Map<Start, string[]> {
  const found = new Map(starts.map((start): [Start, string[]] => [start, []]));
  const read = new Set<string>();
  const links: { readonly start: Start; readonly path: string }[] = [];

  function readFolder(start: Start, path: string, isLink: boolean): void {
    let entries: ReturnType<typeof listFolder>;
    try {
      const real = realpathSync(join(folder.root, path));
      if (read.has(real) || (isLink && isAround(real, read))) {
        const message = "leads to a folder that is read already";
        folder.leftOut.push({ code: "listed-twice", path, message, cure: "delete the link" });
        return;
      }
      read.add(real);
      entries = listFolder(real);
    } catch (error) {
      const list = path === start.path ? folder.defects : folder.leftOut; // A whole class is too much.
      list.push(explainUnreadable(folder.root, path, { error, cureIfMissing: undefined }));
      return;
    }
    for (const { name, kind, ...entry } of entries) {
      const inner = `${path}/${name}`;
      if (kind !== "folder") found.get(start)!.push(inner);
      else if (entry.isLink) links.push({ start, path: inner });
      else readFolder(start, inner, false);
    }
  }

  for (const start of starts) {
    if (start.isLink) links.push({ start, path: start.path });
    else readFolder(start, start.path, false);
  }
  for (const { start, path } of links) readFolder(start, path, true); // Grows while it is read.
  return found;
}
