/** The command line of `eda`: its flags, its output and its exit codes. */
import { join, relative, resolve } from "node:path";
import { locateDataset, readRelabelList } from "@inception-edge/dataset";
import {
  anyText,
  describeFlags,
  flag,
  formatInteger,
  integer,
  INTERRUPTED,
  parseFlagsOnly,
  type Invocation,
} from "@inception-edge/host";
import { explore } from "./explore.ts";
import { brokenRules, describeRules, parseRules, ruleKinds, type BrokenRule } from "./rules.ts";
import { checkFolder } from "./write/check-folder.ts";
import { summaryLines } from "./write/summary.ts";
import { writeReport } from "./write/write-report.ts";

/** Exit codes. */
export const EXIT = {
  fine: 0,
  ruleBroken: 1,
  usage: 2,
  failed: 3,
  interrupted: INTERRUPTED,
} as const;

const flags = {
  dataset: flag(
    "PATH|demo|tiny-imagenet",
    "folder with a folder of images for each class, a table of labels (.csv, .jsonl), or a zip or tar of either (default: data/tiny-imagenet-200 if it exists, else the demo)",
    anyText,
  ),
  relabel: flag(
    "FILE",
    "relabel.csv of `audit`, edited: the report is on the dataset with these labels",
    anyText,
  ),
  out: flag("DIR", "folder for the report (default: reports/<dataset name>)", anyText),
  "fail-on": flag("RULE,…", "exit with code 1 if a rule is broken", anyText),
  seed: flag("N", "random seed of the sample images (default: 1)", integer(0, 2 ** 32 - 1)),
  workers: flag("N", "decoder threads (default: one more than cores)", integer(1, 256)),
} as const;

export const HELP: string = `Explores a dataset before you train on it, and reports what is wrong with it.

  pnpm --filter eda start [flags]

${describeFlags(flags)}

Rules for --fail-on, separated by commas: 'corrupt,imbalance>2'. A rule is broken above 0, or above its limit.
${describeRules()}

Exit codes: 0 success, 1 a rule is broken, 2 wrong command line or folder, 3 failure, 130 interrupted.`;

/** @throws {UsageError | DatasetError} if the command line is wrong or there is no dataset */
export async function runEda(
  context: Invocation,
): Promise<{ readonly broken: readonly BrokenRule[] }> {
  const { args, cwd, terminal, signal } = context;
  const given = parseFlagsOnly(flags, args);
  const rules = given["fail-on"] === undefined ? [] : parseRules(given["fail-on"]);
  const { root, name, isDemo } = await locateDataset(given.dataset, context);
  const out = resolve(cwd, given.out ?? join("reports", name));
  await checkFolder(out);
  const relabel =
    given.relabel === undefined ? [] : await readRelabelList(resolve(cwd, given.relabel));

  const exploration = await explore(root, {
    name,
    relabel,
    signal,
    addresses: {
      dataset: given.dataset ?? (isDemo ? "demo" : fromHere(cwd, root)),
      excludeList: fromHere(cwd, join(out, "exclude.txt")),
    },
    ...(given.workers !== undefined && { workers: given.workers }),
    onProgress({ done, total, perSecond, etaSeconds }) {
      const speed = `${formatInteger(Math.round(perSecond))} images/s`;
      if (done < total)
        terminal.progress(`Exploring ${done}/${total}, ${speed}, ${Math.ceil(etaSeconds)} s left`);
      else terminal.line(`Explored ${formatInteger(total)} images, ${speed}`);
    },
  });
  const { report } = exploration;
  terminal.progress("Drawing the report");
  const files = await writeReport(out, exploration, { seed: given.seed ?? 1 });

  terminal.line();
  for (const line of summaryLines(report)) terminal.line(line);
  terminal.line();
  terminal.line(`Written to ${fromHere(cwd, out)}: ${files.join(", ")}`);
  const broken = brokenRules(report, rules);
  for (const { name: rule, measured, limit } of broken) {
    terminal.line(
      `Rule "${rule}${limit > 0 ? `>${limit}` : ""}" is broken: ${Number(measured.toFixed(3))} (${ruleKinds[rule]!.counts})`,
    );
  }
  if (rules.length > 0 && broken.length === 0) terminal.line("No rule is broken");
  return { broken };
}

/** A path to show: relative to the folder that the command runs in if it is below that. */
function fromHere(cwd: string, path: string): string {
  const near = relative(cwd, path);
  return near.startsWith("..") ? path : near || ".";
}
