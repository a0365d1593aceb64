/**
 * The classes of a dataset. `wnids.txt`, the folders in `train/` and, for a known dataset, its published list must
 * agree; `words.txt` gives the names.
 */
import type { Defect } from "../../dataset-error.ts";
import type { ClassLabel } from "../../dataset.ts";
import { classLabel, parseWords } from "../../labels.ts";
import { byName, composed, otherCaseFinder } from "../../names.ts";
import { quoted } from "../../text.ts";
import type { DatasetDescription } from "../../tiny-imagenet.ts";
import { isFolder, readLines, readNames, readText, type Folder } from "../read-folder.ts";

/** The class ids found in a folder, before they are compared; all of them composed (NFC). */
export interface ClassIds {
  /** Ids from `wnids.txt`; undefined if it cannot be read. */
  readonly listed: ReadonlySet<string> | undefined;
  /** Id → folder in `train/`, as the file system spells it; undefined if `train/` cannot be read. */
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

/** A stray file beside the class folders is ignored, unless `wnids.txt` lists it as a class. */
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
        message: "has the same name as another folder, with its accents encoded differently",
        cure: "move the images of both into one of them",
      });
    } else folders.set(wnid, name);
  }
  return folders;
}

/** Compares the ids from all sources. Pure. */
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
        message: `is not a class of ${known.name}`,
        cure: "delete it and its lines in wnids.txt and val/val_annotations.txt, or download the official archive",
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

/** The classes, sorted by wnid, with names from `words.txt`; a missing name of an expected class is a defect. */
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
    return label ?? { id: wnid, wnid, label: wnid, name: wnid };
  });
}
