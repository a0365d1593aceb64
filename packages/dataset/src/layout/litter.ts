/** Files and folders that systems and tools leave behind, which are never part of a dataset. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Of Linux, macOS, Windows, network storage and notebooks: `.DS_Store`, `Thumbs.db`, `__MACOSX`, `@eaDir`. */
const LITTER =
  /^(?:\..*|thumbs\.db|ehthumbs(?:_vista)?\.db|desktop\.ini|icon\r|@eadir|__macosx|\$recycle\.bin|lost\+found)$/i;

/** Whether the name is that of a hidden or a system file. */
export function isLitter(name: string): boolean {
  return LITTER.test(name);
}

/**
 * How many hidden and system files and folders there are below a folder, by name; macOS's companions of other
 * files, `._IMG_1.jpg`, count together as `._*`. What cannot be read counts as empty.
 */
export function countLitter(root: string): Record<string, number> {
  const counts = new Map<string, number>();
  const open = [root];
  for (const folder of open) {
    for (const entry of entriesOf(folder)) {
      const { name } = entry;
      if (isLitter(name)) {
        const kind = name.startsWith("._") ? "._*" : name;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      } else if (entry.isDirectory()) open.push(join(folder, name)); // Grows while it is read.
    }
  }
  return Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
