/** Everything that travels as compressed pieces: TensorFlow's libraries, Node, the addon, the repository's packages. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { CARRIED } from "../carried-library.ts";
import { run } from "../run.ts";
import type { CarriedFiles } from "./carried-files.ts";
import { compress, type Compression, type Section } from "./compress.ts";
import type { Piece, Unpacking } from "./parts.ts";
import { dependencyFiles, sourceFiles } from "./travelling-files.ts";

export interface Pieces {
  readonly pieces: readonly Piece[];
  /** sha256sum's lines for the files that are put together of several, and for Node. */
  readonly sums: string;
}

/** Where libtensorflow_cc is cut, MiB: between its strings, its device code, and two halves of its machine code. */
const CUTS = [0, 217, 440, 630] as const;
const MIB = 2 ** 20;
/** xz wants 2 GB for each at its best. */
const MAX_AT_ONCE = 4;

interface Draft {
  readonly name: string;
  readonly section: Section;
  readonly unpacking: Unpacking;
}

export async function makePieces(
  root: string,
  { small, libraries }: CarriedFiles,
  compression: Compression,
): Promise<Pieces> {
  await mkdir(compression.folder, { recursive: true });
  const archive = archiver(compression.folder);
  const node = await strippedNode(compression.folder);
  const drafts = [
    ...libraries.flatMap(libraryDrafts),
    {
      name: "node",
      section: { file: node },
      unpacking: { how: "at", target: CARRIED.node, offset: 0 },
    } as const,
    await archive("small", { folder: small, files: ["."], target: "." }),
    await archive("packages", { folder: root, files: await dependencyFiles(root), target: "app" }),
    await archive("sources", { folder: root, files: await sourceFiles(root), target: "app" }),
  ];
  const sums = [
    ...libraries.map((file) => sumLine(file, join(CARRIED.library, "tensorflow", basename(file)))),
    sumLine(node, CARRIED.node),
  ];
  return {
    pieces: await compressAll(drafts, compression),
    sums: (await Promise.all(sums)).join(""),
  };
}

async function compressAll(
  drafts: readonly Draft[],
  compression: Compression,
): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  const todo = [...drafts];
  const work = async (): Promise<void> => {
    for (let draft = todo.shift(); draft; draft = todo.shift()) {
      const { name, section, unpacking } = draft;
      const file = await compress(name, section, compression);
      pieces.push({ name: `${name}.xz`, file, unpacking, bytes: (await stat(file)).size });
    }
  };
  const workers = Math.min(availableParallelism(), MAX_AT_ONCE);
  await Promise.all(Array.from({ length: workers }, work));
  return pieces;
}

/** libtensorflow_cc in its cuts, another as a whole. */
function libraryDrafts(file: string): readonly Draft[] {
  const [, short] = /^libtensorflow_(\w+)\./.exec(basename(file))!;
  const cuts = short === "cc" ? CUTS : [0];
  return cuts.map((cut, index) => {
    const next = cuts[index + 1];
    return {
      name: `${short}.${index}`,
      section: { file, from: cut * MIB, ...(next !== undefined && { to: next * MIB }) },
      unpacking: {
        how: "at",
        target: join(CARRIED.library, "tensorflow", basename(file)),
        offset: cut * MIB,
      },
    };
  });
}

/** The Node that runs this, without its symbols. */
async function strippedNode(folder: string): Promise<string> {
  const file = join(folder, `node-${process.version}`);
  await run("make Node small", ["strip", "--strip-all", `-o${file}`, process.execPath]);
  return file;
}

interface Archive {
  readonly folder: string;
  /** Relative to the folder. */
  readonly files: readonly string[];
  /** Where they are unpacked. */
  readonly target: string;
}

/** Archives that are equal where their files are, so that they are found compressed again. */
function archiver(place: string): (name: string, archive: Archive) => Promise<Draft> {
  return async function archive(name, { folder, files, target }) {
    const file = join(place, `${name}.tar`);
    const list = join(place, `${name}.list`);
    await writeFile(list, files.join("\0"));
    await run(`put ${name} together`, [
      "tar",
      "--create",
      `--file=${file}`,
      `--directory=${folder}`,
      "--sort=name",
      "--mtime=@0",
      "--owner=0",
      "--group=0",
      "--numeric-owner",
      "--null",
      `--files-from=${list}`,
    ]);
    return { name: `${name}.tar`, section: { file }, unpacking: { how: "tar", target } };
  };
}

async function sumLine(file: string, target: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: MIB }), hash);
  return `${hash.digest("hex")}  ${target}\n`;
}
