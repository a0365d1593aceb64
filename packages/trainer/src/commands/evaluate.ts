/** `evaluate`: a bundle's accuracy on a dataset's official val split, as anyone may check it. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describeFlags, flag, locateDataset, parseFlagsOnly } from "@inception-edge/cli";
import { STORED_SIZE } from "@inception-edge/image";
import { inceptionV1, layersWeights, loadBundleModel, readBundle } from "@inception-edge/model";
import { importTensorFlow } from "../engine/session.ts";
import { evaluate as measure } from "../evaluate/evaluation.ts";
import { openEvaluator } from "../export/evaluator.ts";
import type { Command } from "./command.ts";
import { prepareDataset } from "./data.ts";
import { describeScores } from "./describe-scores.ts";
import { ensureLibrary } from "./library.ts";

const flags = {
  bundle: flag("DIR", "the bundle (default: runs/latest/bundle)", (text) => text),
  dataset: flag("DIR|demo", "folder of the dataset (default: as for training)", (text) => text),
} as const;

export const evaluate: Command = {
  summary: "measure a bundle on a dataset's official val split",
  help: `Measures a bundle's float32 weights on every picture of val.

  pnpm --filter trainer start evaluate [--bundle DIR] [--dataset DIR]

${describeFlags(flags)}`,

  async run(context) {
    const { args, cwd, console } = context;
    const given = parseFlagsOnly(flags, args);
    const folder = resolve(cwd, given.bundle ?? "runs/latest/bundle");
    const bundle = await readBundle((path) => readFile(join(folder, path)));
    const { classes, input, dataset } = bundle.manifest;
    await ensureLibrary(console);
    const packed = await prepareDataset(await locateDataset(given.dataset, context), context);
    if (wnidsOf(packed.classes) !== wnidsOf(classes)) {
      throw new Error(
        `Cannot evaluate: the classes of "${packed.name}" are not those of the bundle, which was trained on "${dataset.name}"; give that --dataset`,
      );
    }
    if (packed.fingerprint !== dataset.fingerprint) {
      console.line("Note: this is not the very dataset that the bundle was trained on");
    }

    await importTensorFlow(); // the backend that holds the LayersModel's tensors
    const model = await loadBundleModel(bundle);
    const graph = inceptionV1({ classes: classes.length, inputSize: input.size, heads: "main" });
    const weights = await layersWeights(model, graph);
    model.dispose();
    const evaluator = await openEvaluator(graph, weights, {
      pictures: { imagesPath: packed.imagesPath, count: packed.count, size: STORED_SIZE },
      view: { resize: input.resize, size: input.size },
    });
    try {
      const indices = Int32Array.from(packed.labels.keys()).subarray(packed.trainCount);
      const logits = (await evaluator.logits(indices)).get("main_out")!;
      const labels = packed.labels.subarray(packed.trainCount);
      const evaluation = measure({ logits, labels }, { classes });
      console.line(describeScores("Official val:", evaluation));
      for (const { actual, predicted, count } of evaluation.confusions.slice(0, 5)) {
        console.line(`  ${count} × ${actual.label} taken for ${predicted.label}`);
      }
    } finally {
      await evaluator.close();
    }
  },
};

function wnidsOf(classes: readonly { readonly wnid: string }[]): string {
  return classes.map(({ wnid }) => wnid).join(" ");
}
