/** The images of a folder and of those in it, in the order of their names. */
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Listing, Source, SourceImage } from "./image-input.ts";
import { isHidden, isImageName } from "./image-name.ts";

/**
 * @param name as the user wrote it: the paths begin with it
 * @param folder the same, absolute
 */
export function folderSource(name: string, folder: string): Source {
  const prefix = name === "." ? "" : `${name.replace(/\/+$/, "")}/`;
  return {
    name,
    images: (listing) => walk({ folder, prefix, above: new Set() }, listing),
  };
}

interface Place {
  readonly folder: string;
  /** What paths in it begin with. */
  readonly prefix: string;
  /** The folders that this one is in, without links: one that leads back to them is not entered. */
  readonly above: ReadonlySet<string>;
}

async function* walk(
  { folder, prefix, above }: Place,
  listing: Listing,
): AsyncGenerator<SourceImage> {
  const real = await realpath(folder);
  if (above.has(real)) return;
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    if (isHidden(name)) continue;
    const file = join(folder, name);
    const found = entry.isSymbolicLink() ? await stat(file).catch(() => entry) : entry;
    const path = prefix + name;
    if (found.isDirectory()) {
      yield* walk({ folder: file, prefix: `${path}/`, above: new Set([...above, real]) }, listing);
    } else if (isImageName(name)) yield { path, content: { file } };
    else listing.onPassedOver(path);
  }
}
