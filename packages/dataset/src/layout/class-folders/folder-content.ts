/** What a folder holds, to tell those of images from the notes that datasets come with. */
import { closeSync, opendirSync, openSync, readSync, type Dirent } from "node:fs";
import { extname, join } from "node:path";
import { imageFormatOf } from "@inception-edge/image";
import { hasImageExtension, listIfReadable, type FolderEntry } from "../list-folder.ts";
import { isLitter } from "../litter.ts";

/** `notes` is texts and annotations alone; `other` are files of any other kind, or none. */
export type FolderContent = "images" | "notes" | "other";

/** Extensions of files that are about images: lists, annotations, papers, programs. */
const NOTES: ReadonlySet<string> = new Set(
  ".txt .csv .tsv .json .jsonl .xml .mat .m .py .ipynb .md .rst .pdf .html .htm .yaml .yml .log .doc .docx .xlsx".split(
    " ",
  ),
);

/** Most entries that are looked at: a folder shows what it is sooner. */
const MOST = 5000;

/** Looks below the folder until there is an image, by its extension, or by its bytes if it has none. */
export function contentOf(absolute: string): FolderContent {
  const open = [absolute];
  const seen = { entries: 0, notes: 0, others: 0 };
  for (const folder of open) {
    for (const entry of entriesOf(folder)) {
      const { name } = entry;
      if (isLitter(name)) continue;
      seen.entries += 1;
      if (seen.entries > MOST) return withoutImages(seen);
      const path = join(folder, name);
      const extension = extname(name).toLowerCase();
      if (entry.isDirectory()) open.push(path); // Grows while it is read.
      else if (hasImageExtension(name)) return "images";
      else if (extension !== "") seen[NOTES.has(extension) ? "notes" : "others"] += 1;
      else if (entry.isFile() && imageFormatOf(readStart(path) ?? NOTHING)) return "images";
      else seen[entry.isFile() ? "notes" : "others"] += 1;
    }
  }
  return withoutImages(seen);
}

function withoutImages({
  notes,
  others,
}: {
  readonly notes: number;
  readonly others: number;
}): FolderContent {
  return notes > 0 && others === 0 ? "notes" : "other";
}

const NOTHING = new Uint8Array();

/** One after another: a class of a million images shows by its first that it is one. Nothing of what cannot be read. */
function* entriesOf(absolute: string): Generator<Dirent> {
  try {
    const folder = opendirSync(absolute);
    try {
      for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) yield entry;
    } finally {
      folder.closeSync();
    }
  } catch {
    return; // Whoever needs what is in it tells why.
  }
}

/** Whether there are folders in a folder, and more of them than images: they are classes. */
export function holdsFolders(absolute: string): boolean {
  const inside = listIfReadable(absolute);
  return foldersIn(inside).length > inside.filter(({ isImage }) => isImage).length;
}

/** The folders among entries. */
export function foldersIn(entries: readonly FolderEntry[]): FolderEntry[] {
  return entries.filter(({ kind }) => kind === "folder");
}

/** Enough for the brands of an AVIF or HEIC. */
const START_BYTES = 256;

/** The first bytes of a file; undefined if it cannot be read: whoever decodes it tells why. */
export function readStart(absolute: string): Uint8Array | undefined {
  const start = new Uint8Array(START_BYTES);
  try {
    const file = openSync(absolute, "r");
    try {
      return start.subarray(0, readSync(file, start));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
