/** `robustness`: measures a bundle's top-1 accuracy on corrupted images of the official val split. */
import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { readBundle } from "@inception-edge/bundle";
import { loadCorruptions } from "@inception-edge/corruptions";
import { valIndices } from "@inception-edge/dataset";
import {
  anyText,
  describeFlags,
  flag,
  integer,
  parseFlagsOnly,
  writeJson,
} from "@inception-edge/host";
import { findDevice } from "@inception-edge/tensorflow";
import { bundleEvaluators } from "../answers/bundle-evaluators.ts";
import { prepareBundleDataset } from "../assemble/dataset/bundle-dataset.ts";
import { bundleFolder } from "../assemble/default-paths.ts";
import { deviceFlag } from "../assemble/device-flag.ts";
import { ensureLibrary } from "../assemble/ensure-library.ts";
import { describeRobustness } from "../robustness/describe-robustness.ts";
import { measureRobustness } from "../robustness/measure-robustness.ts";
import { robustnessDocument } from "../robustness/robustness-document.ts";
import { readValImages } from "../robustness/val-images.ts";
import type { Command } from "./command.ts";

const DEFAULT_IMAGES = 1000;
/** Fixed, so that every run measures the same corruptions. */
const SEED = 1;

const flags = {
  bundle: flag("DIR", "bundle to measure (default: runs/latest/bundle)", anyText),
  dataset: flag(
    "DIR|demo|tiny-imagenet",
    "folder of the dataset (default: data/tiny-imagenet-200 if there, else the demo)",
    anyText,
  ),
  images: flag(
    "N",
    `number of val images to use, evenly spaced (default: ${DEFAULT_IMAGES}, or all if there are fewer)`,
    integer(1, 10_000_000),
  ),
  out: flag(
    "FILE",
    "JSON file to write the figures to (default: robustness.json beside the bundle)",
    anyText,
  ),
  device: deviceFlag,
} as const;

export const robustness: Command = {
  summary: "measure a bundle on corrupted images of the official val split",
  help: `Measures a bundle's weights on val images under fifteen kinds of corruption (noise, blur, weather, digital)
at five severities. The kinds are those of Tiny-ImageNet-C, but the corrupted images are our own: the figures
are comparable with each other, and only roughly with published ones.

  pnpm --filter trainer start robustness [--bundle DIR] [--dataset DIR] [--images N] [--out FILE]

${describeFlags(flags)}`,

  async run(invocation) {
    const { args, cwd, terminal, signal } = invocation;
    const given = parseFlagsOnly(flags, args);
    const folder = await bundleFolder(given.bundle, cwd);
    const out = given.out ? resolve(cwd, given.out) : join(dirname(folder), "robustness.json");
    const roles = ["tfjs-model", "tfjs-weights"] as const;
    const bundle = await readBundle((path) => readFile(join(folder, path)), { roles });
    await checkFolder(out);
    await ensureLibrary(terminal, await findDevice(given.device));
    const openEvaluator = await bundleEvaluators(bundle);
    const packed = await prepareBundleDataset(bundle.manifest, given.dataset, invocation);
    const count = given.images ?? Math.min(DEFAULT_IMAGES, valIndices(packed).length);
    const images = await readValImages(packed, count);
    const corruptions = await loadCorruptions();
    try {
      const { clean, kinds } = await measureRobustness(images, {
        corruptions,
        openEvaluator,
        seed: SEED,
        signal,
        onProgress: (line) => terminal.progress(line),
      });
      const document = robustnessDocument({
        measured: new Date().toISOString(),
        bundle: bundle.manifest.name,
        dataset: {
          name: packed.name,
          fingerprint: packed.fingerprint,
          ...(packed.valFraction !== undefined && { valFraction: packed.valFraction }),
        },
        images: count,
        seed: SEED,
        clean,
        kinds,
      });
      for (const line of describeRobustness(document)) terminal.line(line);
      await writeJson(out, document);
      terminal.line(`Written: ${out}`);
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) throw error;
      terminal.line("Stopped before the end; nothing was written");
    }
  },
};

/** Fails before an hour of measuring rather than after it. */
async function checkFolder(out: string): Promise<void> {
  const folder = dirname(out);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new Error(
      `Cannot write "${out}": there is no folder "${folder}"; create it, or choose another --out`,
    );
  }
}
