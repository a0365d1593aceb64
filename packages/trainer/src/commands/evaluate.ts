/** `evaluate`: measures a bundle's accuracy on a dataset's official val split. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleFile, readBundle, type Bundle } from "@inception-edge/bundle";
import { valIndices, type PackedDataset } from "@inception-edge/dataset";
import {
  anyText,
  describeFlags,
  flag,
  oneOf,
  parseFlagsOnly,
  UsageError,
  type Terminal,
} from "@inception-edge/host";
import { findDevice } from "@inception-edge/tensorflow";
import { bundleEvaluators } from "../answers/bundle-evaluators.ts";
import { packedImages } from "../answers/packed-images.ts";
import { tfliteEngine } from "../answers/tflite-engine.ts";
import { tfliteProbabilities } from "../answers/tflite-probabilities.ts";
import { prepareBundleDataset } from "../assemble/dataset/bundle-dataset.ts";
import { bundleFolder } from "../assemble/default-paths.ts";
import { deviceFlag } from "../assemble/device-flag.ts";
import { ensureLibrary } from "../assemble/ensure-library.ts";
import { describeScores, valTitle } from "../evaluate/describe-scores.ts";
import { evaluate as measure } from "../evaluate/evaluation.ts";
import { logitsOf } from "../evaluate/logits.ts";
import { tfliteFormats, type TfliteFormat } from "../evaluate/tflite-evaluation.ts";
import type { Command } from "./command.ts";

const FORMS = ["weights", ...tfliteFormats] as const;

const flags = {
  bundle: flag("DIR", "bundle to measure (default: runs/latest/bundle)", anyText),
  dataset: flag(
    "DIR|demo|tiny-imagenet",
    "folder of the dataset (default: data/tiny-imagenet-200 if there, else the demo)",
    anyText,
  ),
  form: flag(
    FORMS.join("|"),
    "what to measure: the weights in TensorFlow, or a TFLite file as it is served (default: weights, or float32 if the bundle has none)",
    oneOf(...FORMS),
  ),
  device: deviceFlag,
} as const;

/** Of the files that can be measured. */
const ROLES = ["tfjs-model", "tfjs-weights", "tflite-float32", "tflite-int8"] as const;

export const evaluate: Command = {
  summary: "measure a bundle on a dataset's official val split",
  help: `Measures a bundle on every image of the official val split.

  pnpm --filter trainer start evaluate [--bundle DIR] [--dataset DIR] [--form int8]

${describeFlags(flags)}`,

  async run(invocation) {
    const { args, cwd, terminal, signal } = invocation;
    const given = parseFlagsOnly(flags, args);
    const folder = await bundleFolder(given.bundle, cwd);
    const bundle = await readBundle((path) => readFile(join(folder, path)), { roles: ROLES });
    const hasWeights = bundle.manifest.files.some(({ role }) => role === "tfjs-weights");
    const form = given.form ?? (hasWeights ? "weights" : "float32");
    if (form === "weights" && !hasWeights) {
      throw new Error(
        `Cannot evaluate the weights of "${folder}": a shipped bundle has none; give --form float32 or int8`,
      );
    }
    if (form === "weights") await ensureLibrary(terminal, await findDevice(given.device));
    else if ((given.device ?? "cpu") !== "cpu") {
      throw new UsageError(
        `Cannot measure the TFLite file on ${given.device}: it runs on the CPU, as when it is served; leave out --device, or give --form weights`,
      );
    }
    const packed = await prepareBundleDataset(bundle.manifest, given.dataset, invocation);

    const indices = valIndices(packed);
    if (indices.length === 0) {
      throw new Error(
        `Cannot evaluate: "${packed.name}" has no val images; add a validation split`,
      );
    }
    const labels = indices.map((index) => packed.labels[index]!);
    const logits =
      form === "weights"
        ? await logitsFromWeights(bundle, packed, { indices, signal })
        : await logitsFromTflite(bundle, packed, { form, indices, terminal, signal });
    const evaluation = measure({ logits, labels }, { classes: bundle.manifest.classes });
    terminal.line(describeScores(valTitle(packed), evaluation));
    for (const { actual, predicted, count } of evaluation.confusions.slice(0, 5)) {
      terminal.line(`  ${count} × ${actual.label} classified as ${predicted.label}`);
    }
  },
};

async function logitsFromWeights(
  bundle: Bundle,
  packed: PackedDataset,
  { indices, signal }: { readonly indices: Int32Array; readonly signal: AbortSignal },
): Promise<Float32Array> {
  const open = await bundleEvaluators(bundle);
  const evaluator = await open(packedImages(packed), signal);
  try {
    return (await evaluator.logits(indices)).get("main_out")!;
  } finally {
    await evaluator.close();
  }
}

async function logitsFromTflite(
  bundle: Bundle,
  { imagesPath }: PackedDataset,
  {
    form,
    indices,
    terminal,
    signal,
  }: {
    readonly form: TfliteFormat;
    readonly indices: Int32Array;
    readonly terminal: Terminal;
    readonly signal: AbortSignal;
  },
): Promise<Float32Array> {
  const { classes, input } = bundle.manifest;
  const engine = await tfliteEngine();
  const probabilities = await tfliteProbabilities(bundleFile(bundle, `tflite-${form}`), indices, {
    engine,
    imagesPath,
    contract: input,
    classes: classes.length,
    signal,
    onProgress: (done) => terminal.progress(`Measured ${done} of ${indices.length} images`),
  });
  terminal.line(`TFLite ${form} in ${engine.name} ${engine.variant}`);
  return logitsOf(probabilities);
}
