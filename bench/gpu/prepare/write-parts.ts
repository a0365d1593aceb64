/** Writes parts as folders that can be carried one by one. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Part, Piece } from "./parts.ts";

export interface Shared {
  /** Small files that go into every part, by their paths. */
  readonly files: readonly string[];
  /** And such that are written there, by their names. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The parts as `p1`, `p2`, … in `out`, each with the sums of its files in SHA256. */
export async function writeParts(
  out: string,
  parts: readonly Part[],
  { files, texts }: Shared,
): Promise<readonly string[]> {
  await rm(out, { recursive: true, force: true });
  const folders = parts.map((_, index) => join(out, `p${index + 1}`));
  for (const [index, folder] of folders.entries()) {
    await mkdir(folder, { recursive: true });
    for (const file of files) await cp(file, join(folder, basename(file)));
    for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
    for (const piece of parts[index]!) await writePiece(piece, folder);
    await writeFile(join(folder, "SHA256"), await sums(folder));
  }
  return folders;
}

async function writePiece({ name, file, from = 0, bytes }: Piece, folder: string): Promise<void> {
  await pipeline(
    createReadStream(file, { start: from, end: from + bytes - 1 }),
    createWriteStream(join(folder, name)),
  );
}

async function sums(folder: string): Promise<string> {
  const names = (await readdir(folder)).toSorted();
  const lines = await Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(folder, name));
      return `${createHash("sha256").update(content).digest("hex")}  ${name}\n`;
    }),
  );
  return lines.join("");
}
