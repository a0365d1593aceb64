/** Compression by xz, dear on a large library: done once, and found again by the content. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** A file, or the part of it from byte `from` up to `to`. */
export interface Section {
  readonly file: string;
  readonly from?: number;
  readonly to?: number;
}

export interface Compression {
  /** The folder of what has been compressed before. */
  readonly folder: string;
  /** xz's preset: "6e" is smallest, "1" is quick. */
  readonly level: string;
}

/** The compressed section, as `<name>-<hash of the content>.xz` in the folder. */
export async function compress(
  name: string,
  section: Section,
  { folder, level }: Compression,
): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(read(section), hash);
  const path = join(folder, `${name}-${hash.digest("hex").slice(0, 16)}.xz`);
  if (existsSync(path)) return path;

  // x86's jumps made comparable, and a window that holds the whole of a section.
  const xz = spawn("xz", ["--x86", `--lzma2=preset=${level},dict=192MiB`, "--stdout"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    xz.on("error", (cause) =>
      reject(new Error("Cannot compress: install xz (xz-utils)", { cause })),
    );
    xz.on("close", resolve);
  });
  const [code] = await Promise.all([
    ended,
    pipeline(read(section), xz.stdin),
    pipeline(xz.stdout, createWriteStream(`${path}.partial`)),
  ]);
  if (code !== 0) throw new Error(`Cannot compress "${section.file}": xz ended with ${code}`);
  await rename(`${path}.partial`, path);
  return path;
}

function read({ file, from = 0, to = Infinity }: Section): NodeJS.ReadableStream {
  return createReadStream(file, { start: from, end: to - 1, highWaterMark: 2 ** 20 });
}
