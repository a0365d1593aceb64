/** `refresh`: updates a published bundle's golden answers and figures, and fits its answer sets. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readBundle } from "@inception-edge/bundle";
import { anyText, describeFlags, flag, parseFlagsOnly, UsageError } from "@inception-edge/host";
import { tfliteEngine } from "../answers/tflite-engine.ts";
import { prepareBundleDataset } from "../assemble/dataset/bundle-dataset.ts";
import { refreshBundle } from "../export/refresh-bundle.ts";
import { writeBundle } from "../export/write-bundle.ts";
import type { Command } from "./command.ts";

const flags = {
  bundle: flag("DIR", "bundle to update in place", anyText),
  dataset: flag(
    "DIR|demo|tiny-imagenet",
    "folder of the dataset (default: data/tiny-imagenet-200 if there, else the demo)",
    anyText,
  ),
} as const;

export const refresh: Command = {
  summary:
    "update a bundle's golden answers, figures and answer sets; give them to an older bundle",
  help: `Runs the TFLite files on the golden images, on every image of the official val split and on those that were held out
in training, and writes the bundle with the new answers and figures, answer sets and out-of-distribution score. The
network does not change. Run it after a change of the image decoder, or for a bundle that has no answer sets.

  pnpm --filter trainer start refresh --bundle packages/serve/bundle [--dataset DIR]

${describeFlags(flags)}`,

  async run(invocation) {
    const { args, cwd, terminal, signal } = invocation;
    const given = parseFlagsOnly(flags, args);
    if (given.bundle === undefined)
      throw new UsageError("Cannot refresh: no --bundle given; see refresh --help");
    const folder = resolve(cwd, given.bundle);
    const bundle = await readBundle((path) => readFile(`${folder}/${path}`));
    const packed = await prepareBundleDataset(bundle.manifest, given.dataset, invocation);
    const { files, notes } = await refreshBundle(bundle, {
      packed,
      engine: await tfliteEngine(),
      measured: new Date().toISOString(),
      onProgress: (line) => terminal.progress(line),
      signal,
    });
    await writeBundle(folder, files);
    for (const note of notes) terminal.line(note);
    terminal.line(`Refreshed ${folder}`);
  },
};
