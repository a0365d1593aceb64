/** `collect`: what was measured and the trained run, in files small enough to be brought home. */
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { cp, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import {
  flag,
  integer,
  oneOf,
  parseFlagsOnly,
  toggle,
  UsageError,
  type Flags,
} from "../../../packages/host/src/mod.ts";
import { runCommand } from "../../../packages/host/src/processes/run-command.ts";
import { isWhole, type Checkpoint } from "../../../packages/trainer/src/run/checkpoint-folder.ts";
import { bestOf, openCheckpoints } from "../../../packages/trainer/src/run/checkpoints.ts";
import { readRunConfig } from "../../../packages/trainer/src/run/run-config.ts";
import { run } from "../run.ts";
import { isOpen } from "./jobs.ts";
import { stamped, type Kit } from "./kit.ts";
import type { Step } from "./step.ts";
import { DEFAULT_NAME, nameFlag } from "./train.ts";

const MIB = 2 ** 20;
const PIECE_MIB = 15;
/** Of a trainer that was killed: at home it would bar the run. */
const LOCK = "lock";

const flags = {
  out: flag("DIR", "where the files are put", (path) => path),
  name: nameFlag,
  checkpoint: flag(
    "best|last",
    "of the run (default: what its recipe exports)",
    oneOf("best", "last"),
  ),
  small: toggle("only what was measured, without the run"),
  "piece-mib": flag("N", `largest file (default: ${PIECE_MIB})`, integer(1, 1 << 20)),
} as const;

export const collect: Step = {
  help: [
    "--out DIR [--small] [--name NAME] [--checkpoint best|last] [--piece-mib N]",
    "results.tar.gz, and a run with the checkpoint that it exports, in pieces",
  ],

  async run(kit, { args, terminal, cwd }) {
    const given = parseFlagsOnly(flags, args);
    if (!given.out)
      throw new UsageError("Cannot collect: it has no place to put the files; give --out");
    const out = resolve(cwd, given.out);
    await mkdir(out, { recursive: true });
    await writeFile(join(kit.logs, "nvidia-smi"), (await runCommand(["nvidia-smi", "-q"])).output);
    const archive = `--file=${join(out, "results.tar.gz")}`;
    const told = ["out", "log", ...(await smallFiles(kit))];
    await run("collect the results", ["tar", "--create", "--gzip", archive, ...told], {
      directory: kit.root,
    });
    if (!given.small) {
      if (isOpen(kit, "train")) {
        terminal.line("The run is not collected: a training is still at work");
      } else await collectRun(kit, out, given);
    }
    for (const name of (await readdir(out)).toSorted()) {
      terminal.line(
        `${((await stat(join(out, name))).size / MIB).toFixed(1).padStart(6)} MiB  ${name}`,
      );
    }
    terminal.line(stamped(kit, "collected"));
  },
};

/** What tells of the run in kilobytes, relative to the kit: worth having though the run itself is not brought home. */
async function smallFiles(kit: Kit): Promise<readonly string[]> {
  const runs = await readdir(kit.runs).catch(() => []);
  const files = await Promise.all(
    runs.map(async (name) =>
      (await readdir(join(kit.runs, name)))
        .filter((file) => /\.(csv|json|svg)$/.test(file))
        .map((file) => join(relative(kit.root, kit.runs), name, file)),
    ),
  );
  return files.flat();
}

/** A run with one of its checkpoints only: one is 54 MB. */
async function collectRun(kit: Kit, out: string, given: Flags<typeof flags>): Promise<void> {
  const { name = DEFAULT_NAME } = given;
  const folder = join(kit.runs, name);
  const checkpoints = join(folder, "checkpoints");
  if (!existsSync(checkpoints)) return; // nothing was trained
  const checkpoint = await chosenCheckpoint(folder, checkpoints, given.checkpoint);
  if (!checkpoint) return; // no epoch ended
  const home = join(kit.work, "home");
  await rm(home, { recursive: true, force: true });
  await mkdir(join(home, "checkpoints"), { recursive: true });
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile() && entry.name !== LOCK) {
      await cp(join(folder, entry.name), join(home, entry.name));
    }
  }
  const place = join("checkpoints", checkpoint.name);
  await cp(join(folder, place), join(home, place), { recursive: true });

  const archive = join(kit.work, `${name}.tar`);
  await run("collect the run", ["tar", "--create", `--file=${archive}`, "."], { directory: home });
  await cut(archive, join(out, `${name}.tar`), (given["piece-mib"] ?? PIECE_MIB) * MIB);
}

/** As the export at home will choose it. */
async function chosenCheckpoint(
  folder: string,
  checkpoints: string,
  wanted?: "best" | "last",
): Promise<Checkpoint | undefined> {
  const { recipe } = await readRunConfig(folder);
  const found = await (await openCheckpoints(checkpoints)).list();
  const last = found.find(isWhole);
  return (wanted ?? recipe.exports) === "last" ? last : (bestOf(found) ?? last);
}

/** Into `pieces`.00, `pieces`.01, … */
async function cut(file: string, pieces: string, pieceBytes: number): Promise<void> {
  const { size } = await stat(file);
  for (let from = 0, piece = 0; from < size; from += pieceBytes, piece += 1) {
    await pipeline(
      createReadStream(file, { start: from, end: from + pieceBytes - 1 }),
      createWriteStream(`${pieces}.${String(piece).padStart(2, "0")}`),
    );
  }
}
