/**
 * Makes the parts that travel to a GPU machine without a network: see README.md. Needs pip, a C++ compiler, strip, xz,
 * git and GNU tar, and no GPU. The first time it downloads 600 MB and compresses 1.3 GB, which takes 20 minutes on two
 * cores; what is done is found again in --work.
 *
 *   node --conditions=@inception-edge/source bench/gpu/prepare.ts [--data tiny-imagenet-200.tar.xz] [--help]
 */
import { existsSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  cacheDirectory,
  commandLineArguments,
  describeFlags,
  failureMessage,
  flag,
  integer,
  number,
  oneOf,
  parseFlagsOnly,
  runCommandLine,
  toggle,
  type Invocation,
} from "../../packages/host/src/mod.ts";
import { makeCarriedFiles } from "./prepare/carried-files.ts";
import { packParts, pieceTable, type Part, type Piece } from "./prepare/parts.ts";
import { makePieces } from "./prepare/pieces.ts";
import { rehearse } from "./prepare/rehearse.ts";
import { writeParts } from "./prepare/write-parts.ts";

const MIB = 2 ** 20;
const ROOT = resolve(import.meta.dirname, "../..");
/** Of a part, for the files that go into every one. */
const SHARED_BYTES = 64 * 2 ** 10;

const path = (text: string): string => text;
const flags = {
  out: flag("DIR", "where the parts are written (default: .cache/gpu-parts)", path),
  work: flag("DIR", "what is kept for the next time (default: in the user's cache)", path),
  "part-mib": flag("N", "largest part (default: 59)", integer(45, 100_000)),
  data: flag("FILE", "a dataset's folder as a .tar.xz, for training", path),
  exclude: flag("FILE", "images to leave out of training, such as eda's exclude.txt", path),
  capability: flag("N", "compute capability of the GPU (default: 9.0, Hopper)", number(5, 20)),
  level: flag(
    "6e|…|1",
    "of xz (default: 6e; 1 takes 2 minutes, and a part more)",
    oneOf("6e", "6", "3", "1"),
  ),
  "without-rehearsal": toggle("spare the minute in which the parts are tried out on this machine"),
} as const;

await runCommandLine(commandLineArguments(), {
  help: `Makes the parts that travel to a GPU machine.\n\n${describeFlags(flags)}`,
  run: prepare,
  explain: (error) => failureMessage(error as Error),
});

async function prepare({ args, terminal, cwd }: Invocation): Promise<void> {
  const given = parseFlagsOnly(flags, args);
  const file = (name: string | undefined): string | undefined => {
    const found = name === undefined ? undefined : resolve(cwd, name);
    if (found && !existsSync(found))
      throw new Error(`Cannot carry "${name}": there is no such file`);
    return found;
  };
  const [data, exclude] = [file(given.data), file(given.exclude)];
  const work = given.work ? resolve(cwd, given.work) : join(cacheDirectory(), "gpu-kit");
  await mkdir(work, { recursive: true });

  terminal.line("TensorFlow for one kind of GPU");
  const architecture = Math.round(10 * (given.capability ?? 9));
  const carried = await makeCarriedFiles(work, architecture, (line) => terminal.line(line));
  terminal.line("Compressing");
  const compression = { folder: join(work, "pieces"), level: given.level ?? "6e" };
  const { pieces, sums } = await makePieces(ROOT, carried, compression);
  const limit = (given["part-mib"] ?? 59) * MIB - SHARED_BYTES;
  const parts = packParts(pieces, limit, data ? await dataPiece(data) : undefined);
  const folders = await writeParts(
    resolve(cwd, given.out ?? join(ROOT, ".cache", "gpu-parts")),
    parts,
    {
      files: [join(import.meta.dirname, "device.sh"), ...(exclude ? [exclude] : [])],
      texts: { PIECES: pieceTable(parts), WHOLE: sums },
    },
  );
  for (const [index, folder] of folders.entries())
    terminal.line(`${folder}  ${describe(parts[index]!)}`);

  if (given["without-rehearsal"]) return;
  terminal.line("Rehearsal on this machine");
  await rehearse(folders, join(work, "rehearsal"));
}

async function dataPiece(file: string): Promise<Omit<Piece, "from">> {
  return { name: "data.tar.xz", file, bytes: (await stat(file)).size, unpacking: { how: "keep" } };
}

function describe(part: Part): string {
  const total = part.reduce((sum, { bytes }) => sum + bytes, 0);
  return `${mib(total)} MiB: ${part.map(({ name, bytes }) => `${name} ${mib(bytes)}`).join(", ")}`;
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(1);
}
