/**
 * Updates a published bundle after a change of the image decoder: its golden images then give other inputs, and its
 * figures were measured on other pixels. The network and the facts about its training do not change. Figures that cannot
 * be measured without TensorFlow's weights are kept, with the decoder that they were measured with. Answer sets and the
 * out-of-distribution score are fitted anew, or for the first time, if the images that were held out can be told.
 */
import {
  bundleFile,
  encodeBundle,
  valName,
  type Bundle,
  type BundleContent,
  type BundleManifest,
  type Figures,
} from "@inception-edge/bundle";
import { valIndices } from "@inception-edge/dataset";
import { evaluate, type EvaluationDocument } from "../evaluate/evaluation.ts";
import { logitsOf } from "../evaluate/logits.ts";
import { reliability } from "../evaluate/reliability.ts";
import { scores } from "../evaluate/scores.ts";
import { scaleLogits } from "../evaluate/temperature.ts";
import { tfliteFormats, type TfliteFormat } from "../evaluate/tflite-evaluation.ts";
import { parseRobustness, type RobustnessDocument } from "../robustness/robustness-document.ts";
import { cardSections } from "./card-sections.ts";
import { decoderName } from "./decoder-name.ts";
import { answersOfFiles, refreshDoubt, type RefreshOptions } from "./doubt/refresh-doubt.ts";
import { goldenContents } from "./golden.ts";

/** What refreshing gives. */
export interface Refreshed {
  /** All files of the updated bundle, as `encodeBundle` returns them. */
  readonly files: Map<string, Uint8Array>;
  /** What could not be fitted, and why; sentences. */
  readonly notes: readonly string[];
}

/** Runs both TFLite files on val, and on held-out if that can be told. */
export async function refreshBundle(bundle: Bundle, options: RefreshOptions): Promise<Refreshed> {
  const { packed, measured } = options;
  const { schemaVersion: _, files: __, ...facts } = bundle.manifest;
  const tflite = {
    float32: bundleFile(bundle, "tflite-float32"),
    int8: bundleFile(bundle, "tflite-int8"),
  };
  const val = await answersOfFiles(tflite, bundle, {
    ...options,
    indices: valIndices(packed),
    name: "val",
  });
  const { labels } = val.float32;
  const logits = { float32: logitsOf(val.float32.scores), int8: logitsOf(val.int8.scores) };
  const doubt = await refreshDoubt(tflite, bundle, { ...options, val });
  const decoder = decoderName(packed.decoder);
  const fresh = tfliteFormats.map((format): Figures => {
    const { top1, top5, loss } = scores(logits[format], labels);
    const values = { top1, top5, nll: loss, ece: reliability(logits[format], labels).ece };
    const method = methodOf(facts, format);
    return {
      split: valName(facts.dataset),
      images: labels.length,
      method: `${method}; ${decoder}`,
      values,
    };
  });
  const metrics = facts.metrics.map((figures) => {
    const format = isTfliteVal(figures, facts.dataset);
    const remeasured = format && fresh[tfliteFormats.indexOf(format)];
    return remeasured || withDecoder(figures, decoderName(facts.dataset.decoder));
  });

  const evaluation = refreshEvaluation(bundle, {
    logits,
    labels,
    decoder: packed.decoder,
    measured,
  });
  const updated = [
    ...(await goldenContents(tflite, facts.input)),
    ...doubt.contents,
    ...(evaluation ? [contentOf(evaluation)] : []),
  ];
  const contents = bundle.manifest.files
    .filter(({ role }) => role !== "card")
    .map(({ path, role }): BundleContent => {
      const made = updated.find((content) => content.path === path);
      return { path, role, bytes: made?.bytes ?? bundle.files.get(path)! };
    });
  const added = updated.filter(({ path }) => contents.every((content) => content.path !== path));
  const sections = evaluation ? cardSections(evaluation, robustnessOf(bundle)) : [];
  const updatedFacts = { ...facts, ...doubt.facts, metrics };
  return {
    files: await encodeBundle(updatedFacts, [...contents, ...added], sections),
    notes: doubt.notes,
  };
}

function isTfliteVal(
  { split, method }: Figures,
  dataset: BundleManifest["dataset"],
): TfliteFormat | undefined {
  return split === valName(dataset)
    ? tfliteFormats.find((format) => method.startsWith(`TFLite ${format},`))
    : undefined;
}

/** The method that the existing figures name, without the decoder. */
function methodOf(
  { metrics, dataset }: Pick<BundleManifest, "metrics" | "dataset">,
  format: TfliteFormat,
): string {
  const known = metrics.find((figures) => isTfliteVal(figures, dataset) === format);
  return known?.method.replace(/; decoder \S+$/, "") ?? `TFLite ${format},`;
}

/** Adds the decoder to figures that name none: they were measured with the one that the network was trained with. */
function withDecoder(figures: Figures, decoder: string): Figures {
  const { method } = figures;
  return / decoder \S+$/.test(method) ? figures : { ...figures, method: `${method}; ${decoder}` };
}

interface Fresh {
  readonly logits: Readonly<Record<TfliteFormat, Float32Array>>;
  readonly labels: Int32Array;
  readonly decoder: string;
  readonly measured: string;
}

/** The document with new figures for val, measured with the float32 file instead of the weights. */
function refreshEvaluation(
  { manifest: { classes }, files, manifest }: Bundle,
  { logits, labels, decoder, measured }: Fresh,
): EvaluationDocument | undefined {
  const file = manifest.files.find(({ role }) => role === "evaluation");
  if (file === undefined) return undefined;
  const document = parse<EvaluationDocument>(files.get(file.path)!);
  const { temperature } = document;
  const unscaled = scaleLogits(logits.float32, 1 / temperature);
  return {
    ...document,
    remeasured: { measured, decoder, figures: "val, and val of tflite", form: "TFLite float32" },
    val: evaluate({ logits: unscaled, labels }, { classes, temperature }),
    tflite: document.tflite.map((measurement) => ({
      ...measurement,
      val: {
        images: labels.length,
        ...scores(logits[measurement.format], labels),
        ece: reliability(logits[measurement.format], labels).ece,
      },
    })),
  };
}

function contentOf(evaluation: EvaluationDocument): BundleContent {
  const text = `${JSON.stringify(evaluation, undefined, 2)}\n`;
  return { path: "evaluation.json", role: "evaluation", bytes: new TextEncoder().encode(text) };
}

function robustnessOf({ manifest, files }: Bundle): RobustnessDocument | undefined {
  const file = manifest.files.find(({ role }) => role === "robustness");
  return file && parseRobustness(files.get(file.path)!);
}

function parse<Document>(bytes: Uint8Array): Document {
  return JSON.parse(new TextDecoder().decode(bytes)) as Document;
}
