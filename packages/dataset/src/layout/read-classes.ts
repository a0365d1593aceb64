/**
 * The classes of a dataset: `wnids.txt`, the folders below `train/` and, where the dataset is a known
 * one, its published list must agree; `words.txt` names them.
 */
import type { Defect } from "../dataset-error.ts";
import type { ClassLabel } from "../dataset.ts";
import { classLabel, parseWords } from "../labels.ts";
import { byName, composed, otherCaseFinder } from "../names.ts";
import { quoted } from "../text.ts";
import type { DatasetDescription } from "../tiny-imagenet.ts";
import { isFolder, readLines, readNames, readText, type Folder } from "./read-folder.ts";

/** The ids that a folder names, before they are compared; all of them composed. */
export interface ClassIds {
  /** From `wnids.txt`; undefined if that cannot be read. */
  readonly listed: ReadonlySet<string> | undefined;
  /** Entries of `train/` by their ids, as the file system spells them; undefined if that cannot be read. */
  readonly folders: ReadonlyMap<string, string> | undefined;
}

/** Reads `wnids.txt` and the names of the class folders. */
export function readClassIds(folder: Folder): ClassIds {
  const lines = readLines(folder, "wnids.txt", "<class id>");
  const names = readNames(folder, "train");
  const listed = new Set<string>();
  for (const [line, text] of lines ?? []) {
    const wnid = composed(text.trim());
    const path = `wnids.txt:${line}`;
    const cure = "write one class id per line, each once";
    if (/[\t/\\]|^\.+$/.test(wnid)) {
      folder.defects.push({ code: "malformed-line", path, message: `says ${quoted(wnid)}`, cure });
    } else if (listed.has(wnid)) {
      folder.defects.push({ code: "listed-twice", path, message: `repeats ${quoted(wnid)}`, cure });
    } else {
      listed.add(wnid);
    }
  }
  return { listed: lines && listed, folders: names && classFolders(folder, names, listed) };
}

/** A stray file beside the class folders is no class, unless the list says that it should be one. */
function classFolders(
  folder: Folder,
  names: readonly string[],
  listed: ReadonlySet<string>,
): Map<string, string> {
  const folders = new Map<string, string>();
  for (const name of names) {
    const wnid = composed(name);
    if (!listed.has(wnid) && !isFolder(folder, `train/${name}`)) continue;
    if (folders.has(wnid)) {
      folder.defects.push({
        code: "extra-class",
        path: `train/${name}`,
        message: "has the name of another folder, its accents stored in another way",
        cure: "move the images of one into the other",
      });
    } else folders.set(wnid, name);
  }
  return folders;
}

/** Compares the ids with each other and with the known dataset's; pure. */
export function findClassDefects(
  { listed, folders }: ClassIds,
  known?: DatasetDescription,
): Defect[] {
  const official = new Set(known?.wnids);
  const every = new Set([...official, ...(listed ?? []), ...(folders?.keys() ?? [])]);
  const otherFolder = otherCaseFinder(folders?.keys() ?? []);
  const defects: Defect[] = [];
  for (const wnid of [...every].toSorted(byName)) {
    const path = `train/${folders?.get(wnid) ?? wnid}`;
    if (known && !official.has(wnid)) {
      defects.push({
        code: "extra-class",
        path,
        message: `is no class of ${known.name}`,
        cure: "delete it with its lines in wnids.txt and val/val_annotations.txt, or download the official archive",
      });
    } else if (folders && !folders.has(wnid)) {
      const other = otherFolder(wnid);
      const restore = known ? "restore it" : "restore it or delete its line in wnids.txt";
      defects.push({
        code: "missing-class",
        path,
        message: "is missing",
        cure: other === undefined ? restore : `rename ${quoted(`train/${other}`)}`,
      });
    } else if (listed && !listed.has(wnid)) {
      defects.push({
        code: "extra-class",
        path,
        message: "is not listed in wnids.txt",
        cure: known ? "add its id there" : "add its id there or delete the folder",
      });
    }
  }
  return defects;
}

/** Names the classes from `words.txt`, in ascending order of their wnids; the expected ones must have a name. */
export function readClasses(
  folder: Folder,
  ids: { readonly expected: Iterable<string>; readonly found: Iterable<string> },
): ClassLabel[] {
  const text = readText(folder, "words.txt", "<class id><TAB><name>");
  const names = text === undefined ? undefined : parseWords(text);
  const expected = new Set(ids.expected);
  return [...expected.union(new Set(ids.found))].toSorted(byName).map((wnid) => {
    const label = classLabel(wnid, names?.get(wnid) ?? "");
    if (names && label === undefined && expected.has(wnid)) {
      folder.defects.push({
        code: "missing-name",
        path: "words.txt",
        message: `has no name for ${quoted(wnid)}`,
        cure: `add the line "${wnid}<TAB>its name"`,
      });
    }
    return label ?? { wnid, label: wnid, name: wnid };
  });
}
