/**
 * Puts a run that came from a GPU machine in pieces together, and tells it where its dataset lies here: it can then be
 * measured and exported like any other.
 *
 *   node --conditions=@inception-edge/source bench/gpu/bring-home.ts PIECES --out runs/h100 --dataset DIR
 *   pnpm --filter trainer start export --run runs/h100
 */
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import {
  commandLineArguments,
  describeFlags,
  flag,
  parseFlags,
  runCommandLine,
  UsageError,
  wordsOfFailure,
  type Invocation,
} from "../../packages/cli/src/mod.ts";
import { readRunConfig, writeRunConfig } from "../../packages/trainer/src/run/run-config.ts";
import { run } from "./run.ts";

const flags = {
  out: flag("DIR", "the run's folder, which is made", (path) => path),
  dataset: flag("DIR", "the same dataset here", (path) => path),
} as const;

await runCommandLine(commandLineArguments(), {
  help: `Puts a run together that came in pieces.\n\n  bring-home.ts PIECES --out DIR --dataset DIR\n\n${describeFlags(flags)}`,
  run: bringHome,
  explain: (error) => wordsOfFailure(error as Error),
});

async function bringHome({ args, console, cwd }: Invocation): Promise<void> {
  const { flags: given, positionals } = parseFlags(flags, args);
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0 || !given.out || !given.dataset) {
    throw new UsageError(
      "Cannot bring a run home: give the folder of its pieces, --out and --dataset",
    );
  }
  const pieces = resolve(cwd, folder);
  const out = resolve(cwd, given.out);
  if (existsSync(out)) throw new Error(`Cannot make the run "${out}": it is there already`);
  const names = (await readdir(pieces)).filter((name) => name.startsWith("run.tar.")).toSorted();
  if (names.length === 0)
    throw new Error(`Cannot find a run in "${pieces}": it holds no run.tar.*`);

  await mkdir(dirname(out), { recursive: true });
  const staging = await mkdtemp(`${out}.partial-`);
  try {
    const archive = join(staging, "run.tar");
    await pipeline(async function* () {
      for (const name of names) yield* createReadStream(join(pieces, name));
    }, createWriteStream(archive));
    const whole = join(staging, "run");
    await mkdir(whole);
    await run("unpack the run", ["tar", "--extract", `--file=${archive}`, `--directory=${whole}`]);
    const config = await readRunConfig(whole);
    const root = resolve(cwd, given.dataset);
    await writeRunConfig(whole, { ...config, dataset: { ...config.dataset, root } });
    await rename(whole, out);
  } finally {
    await rm(staging, { recursive: true });
  }
  console.line(`The run is in ${relative(cwd, out)}; measure and export it: start export --run`);
}
