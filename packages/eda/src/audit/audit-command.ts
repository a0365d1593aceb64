/** `eda audit`: what a trained model says about the labels, as a page, as JSON, and as a list to edit and give back. */
import { join, relative, resolve } from "node:path";
import { DatasetError, locateDataset, surveyDataset } from "@inception-edge/dataset";
import {
  anyText,
  describeFlags,
  flag,
  formatCount,
  formatPercent,
  parseFlagsOnly,
  type Invocation,
} from "@inception-edge/host";
import { checkFolder } from "../write/check-folder.ts";
import type { Audit } from "./audit.ts";
import { readAuditedRun } from "./audited-run.ts";
import { buildAudit } from "./build-audit.ts";
import { shownPaths, verdict, weakness } from "./page/render-audit.ts";
import { drawThumbnails } from "./thumbnails.ts";
import { writeAudit } from "./write/write-audit.ts";

const flags = {
  run: flag("RUN", "folder of a training run (default: runs/latest)", anyText),
  dataset: flag("PATH", "where the run's images are now (default: where they were)", anyText),
  out: flag("DIR", "folder for the audit (default: RUN/audit)", anyText),
} as const;

export const AUDIT_HELP: string = `Finds labels that are probably wrong, by what a run said of images that it had not been trained on.

  pnpm --filter eda start audit --run RUN [flags]

${describeFlags(flags)}

A run with --folds or --from leaves such predictions. Written are audit.html, a page with the images; audit.json; and
relabel.csv: write replace or remove into its column "action", and give it back:

  pnpm --filter trainer start --dataset DIR --relabel RUN/audit/relabel.csv

Exit codes: 0 success, 2 wrong command line or folder, 3 failure, 130 interrupted.`;

/** Lines of the terminal's summary for doubts and confusions. */
const LISTED = 5;

/** @throws {UsageError} if the command line is wrong, or the run has no predictions */
export async function runAudit(context: Invocation): Promise<void> {
  const { args, cwd, terminal, signal } = context;
  const given = parseFlagsOnly(flags, args);
  const run = resolve(cwd, given.run ?? join("runs", "latest"));
  const out = resolve(cwd, given.out ?? join(run, "audit"));
  await checkFolder(out);
  const { predictions, earlier } = await readAuditedRun(run);
  terminal.progress(`Judging ${formatCount(predictions.images.length, "label")}`);
  const audit = buildAudit(predictions, new Date());
  signal.throwIfAborted();

  terminal.progress("Drawing the images");
  const location =
    given.dataset === undefined
      ? predictions.dataset.root
      : (await locateDataset(given.dataset, context)).root;
  const root = await imageRoot(location);
  const paths = shownPaths(audit);
  const thumbnails = root === undefined ? new Map() : await drawThumbnails(root, paths);
  const missing = missingPictures(new Set(paths).size - thumbnails.size, location);
  const files = await writeAudit(out, audit, { earlier, thumbnails, missing });

  for (const line of summaryLines(audit)) terminal.line(line);
  for (const note of [weakness(audit), missing]) {
    if (note !== undefined) terminal.line(`Note: ${note}`);
  }
  terminal.line();
  terminal.line(`Written to ${relative(cwd, out) || "."}: ${files.join(", ")}`);
  if (audit.doubts.length > 0) {
    terminal.line(
      `Next: edit the column "action" of relabel.csv, then train with --relabel ${relative(cwd, join(out, "relabel.csv"))}`,
    );
  }
}

/** The folder that paths are relative to; undefined if the dataset is no longer there. */
async function imageRoot(location: string): Promise<string | undefined> {
  try {
    return (await surveyDataset(location)).dataset.root;
  } catch (error) {
    if (error instanceof DatasetError) return undefined;
    throw error;
  }
}

/** Why images have no picture, as a sentence; undefined if all have one. */
function missingPictures(count: number, location: string): string | undefined {
  if (count === 0) return undefined;
  return `${formatCount(count, "image")} cannot be read in "${location}" and cannot be shown; give the dataset's place with --dataset.`;
}

function summaryLines(audit: Audit): string[] {
  const { classes, doubts, confusions, outliers, agreement, how } = audit;
  const nameOf = (index: number): string => classes[index]!.label;
  return [
    verdict(audit),
    `The run (${how}) agrees with ${formatPercent(agreement, 1)} of the labels`,
    ...doubts
      .slice(0, LISTED)
      .map(
        ({ path, label, suggested }) => `  ${path}: ${nameOf(label)}, rather ${nameOf(suggested)}`,
      ),
    ...confusions
      .slice(0, LISTED)
      .map(
        ({ label, predicted, images, share }) =>
          `  ${nameOf(label)} taken for ${nameOf(predicted)}: ${formatCount(images, "image")}, ${formatPercent(share, 0)}`,
      ),
    ...(outliers.length > 0 ? [`Farthest from all others: ${outliers[0]!.path}`] : []),
  ];
}
