/** What to do with a finished run: the commands, ready to copy. */
import { basename, dirname, relative } from "node:path";
import type { RunFolder } from "../../run/run-folder.ts";

/** @param hasPredictions whether the run has them, for `eda audit` */
export function nextSteps(
  { path, bundle }: Pick<RunFolder, "path" | "bundle">,
  { cwd, hasPredictions }: { readonly cwd: string; readonly hasPredictions: boolean },
): string[] {
  // Commands take the newest run in runs/ by themselves.
  const isNewest = relative(cwd, dirname(path)) === "runs";
  const shown = relative(cwd, bundle);
  const run = relative(cwd, path);
  const rows = [
    [
      "classify images",
      `pnpm --filter classify start ${isNewest ? "" : `--bundle ${shown} `}PHOTO.jpg`,
    ],
    ["serve it, with a page", `${isNewest ? "" : `MODEL_DIR=${shown} `}npm run serve`],
    ...(hasPredictions
      ? [
          [
            "look for wrong labels",
            `pnpm --filter eda start audit --run ${isNewest ? `runs/${basename(path)}` : run}`,
          ],
        ]
      : []),
  ] as const;
  return ["Next:", ...rows.map(([aim, command]) => `  ${aim!.padEnd(24)}${command}`)];
}
