/** The entries of a folder by kind, without system files; links count as what they lead to. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { namedImageFormat } from "@inception-edge/image";
import { byName } from "../names.ts";
import { isLitter } from "./litter.ts";

export interface FolderEntry {
  /** As the file system spells it. */
  readonly name: string;
  /** `nothing`: a link that leads nowhere. */
  readonly kind: "file" | "folder" | "nothing";
  readonly isLink: boolean;
  /** Whether it is a file with the extension of an image; its bytes decide. */
  readonly isImage: boolean;
}

/**
 * Sorted by name.
 *
 * @throws a system error if the folder cannot be read
 */
export function listFolder(absolute: string): FolderEntry[] {
  return readdirSync(absolute, { withFileTypes: true })
    .filter(({ name }) => !isLitter(name))
    .map((entry) => {
      const { name } = entry;
      const isLink = entry.isSymbolicLink();
      const kind = isLink ? kindOfTarget(join(absolute, name)) : kindOf(entry.isDirectory());
      return { name, kind, isLink, isImage: kind === "file" && hasImageExtension(name) };
    })
    .toSorted((a, b) => byName(a.name, b.name));
}

/** The same, and nothing if it cannot be read: whoever needs what is in it tells why. */
export function listIfReadable(absolute: string): FolderEntry[] {
  try {
    return listFolder(absolute);
  } catch {
    return [];
  }
}

/** Whether a name ends as those of images do. */
export function hasImageExtension(name: string): boolean {
  return namedImageFormat(name) !== undefined;
}

function kindOf(isFolder: boolean): FolderEntry["kind"] {
  return isFolder ? "folder" : "file";
}

function kindOfTarget(absolute: string): FolderEntry["kind"] {
  try {
    return kindOf(statSync(absolute).isDirectory());
  } catch {
    return "nothing";
  }
}
