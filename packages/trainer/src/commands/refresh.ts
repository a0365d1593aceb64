/** `refresh`: a published bundle's golden answers and figures by today's decoder. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readBundle } from "@inception-edge/bundle";
import { describeFlags, flag, parseFlagsOnly, UsageError } from "@inception-edge/host";
import { tfliteEngine } from "../answers/tflite-engine.ts";
import { prepareBundleDataset } from "../assemble/bundle-dataset.ts";
import { refreshBundle } from "../export/refresh-bundle.ts";
import { writeBundle } from "../export/write-bundle.ts";
import type { Command } from "./command.ts";

const flags = {
  bundle: flag("DIR", "the bundle; it is replaced", (text) => text),
  dataset: flag("DIR|demo", "folder of the dataset (default: as for training)", (text) => text),
} as const;

export const refresh: Command = {
  summary:
    "make a bundle's golden answers anew, and measure it again, after a change of the decoder",
  help: `Answers the golden images and every image of official val by the TFLite files, and writes the bundle with
what comes of it. The network stays as it is.

  pnpm --filter trainer start refresh --bundle packages/serve/bundle [--dataset DIR]

${describeFlags(flags)}`,

  async run(context) {
    const { args, cwd, terminal, signal } = context;
    const given = parseFlagsOnly(flags, args);
    if (given.bundle === undefined) throw new UsageError("No --bundle given; see refresh --help");
    const folder = resolve(cwd, given.bundle);
    const bundle = await readBundle((path) => readFile(`${folder}/${path}`));
    const packed = await prepareBundleDataset(bundle.manifest, given.dataset, context);
    const files = await refreshBundle(bundle, {
      packed,
      engine: await tfliteEngine(),
      measured: new Date().toISOString(),
      onProgress: (text) => terminal.progress(text),
      signal,
    });
    await writeBundle(folder, files);
    terminal.line(`Refreshed ${folder}`);
  },
};
