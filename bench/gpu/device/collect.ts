/** `collect`: what was measured and the trained run, in files small enough to be brought home. */
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { cp, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import {
  flag,
  integer,
  parseFlagsOnly,
  toggle,
  UsageError,
} from "../../../packages/host/src/mod.ts";
import { runCommand } from "../../../packages/host/src/processes/run-command.ts";
import { bestOf, openCheckpoints } from "../../../packages/trainer/src/run/checkpoints.ts";
import { run } from "../run.ts";
import { openJobs } from "./jobs.ts";
import { stamped, type Kit } from "./kit.ts";
import type { Step } from "./step.ts";

const MIB = 2 ** 20;
const PIECE_MIB = 15;
/** Of a trainer that was killed: at home it would bar the run. */
const LOCK = "lock";

const flags = {
  out: flag("DIR", "where the files are put", (path) => path),
  small: toggle("only what was measured, without the run"),
  "piece-mib": flag("N", `largest file (default: ${PIECE_MIB})`, integer(1, 1 << 20)),
} as const;

export const collect: Step = {
  help: [
    "--out DIR [--small] [--piece-mib N]",
    "results.tar.gz, and the run's best checkpoint in pieces",
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
      if (openJobs(kit).some(({ name }) => name === "train")) {
        terminal.line("The run is not collected: it is still at work");
      } else await collectRun(kit, out, (given["piece-mib"] ?? PIECE_MIB) * MIB);
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
  const names = await readdir(kit.run).catch(() => []);
  return names.filter((name) => /\.(csv|json|svg)$/.test(name)).map((name) => join("run", name));
}

/** The run with its best checkpoint only: one is 54 MB. */
async function collectRun(kit: Kit, out: string, pieceBytes: number): Promise<void> {
  const checkpoints = join(kit.run, "checkpoints");
  if (!existsSync(checkpoints)) return; // nothing was trained
  const best = bestOf(await (await openCheckpoints(checkpoints)).list());
  if (!best) return; // no epoch ended
  const home = join(kit.work, "home");
  await rm(home, { recursive: true, force: true });
  await mkdir(join(home, "checkpoints"), { recursive: true });
  for (const entry of await readdir(kit.run, { withFileTypes: true })) {
    if (entry.isFile() && entry.name !== LOCK) {
      await cp(join(kit.run, entry.name), join(home, entry.name));
    }
  }
  const place = join("checkpoints", best.name);
  await cp(join(kit.run, place), join(home, place), { recursive: true });

  const archive = join(kit.work, "run.tar");
  await run("collect the run", ["tar", "--create", `--file=${archive}`, "."], { directory: home });
  await cut(archive, join(out, "run.tar"), pieceBytes);
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
