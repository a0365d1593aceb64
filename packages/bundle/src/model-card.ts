/** `card.md`: the manifest for people, with limits and out-of-scope uses. It is only written, never parsed. */
import {
  isOfDemo,
  isOfImageNet,
  valName,
  type BundleBase,
  type BundleClass,
  type BundleFile,
  type BundleManifest,
  type BundleRecipe,
} from "./bundle-manifest.ts";
import type { CardSection } from "./card-section.ts";
import { doubtSections } from "./doubt/doubt-sections.ts";
import { tableRow } from "./table-row.ts";

/**
 * Returns the card as Markdown, ending with a line break.
 * @param sections added after the evaluation
 */
export function renderModelCard(
  manifest: BundleManifest,
  sections: readonly CardSection[] = [],
): string {
  const { name, created, input, dataset, recipe, precision, libraries } = manifest;
  const counts = Object.entries(dataset.counts).map(([split, count]) => `${count} ${split}`);
  return `# ${name}

Inception v1 (GoogLeNet; Szegedy et al. 2014, "Going Deeper with Convolutions") for small images: it takes one image
and returns a probability for each of ${manifest.classes.length} classes. Trained with Inception Edge, ${created}.

## Input

- ${input.size}×${input.size} pixels, ${input.channels}, samples of 0..255 mapped to [${input.range.join(", ")}].
- Every image is first resized to ${input.storedSize}×${input.storedSize} (antialiased bilinear, not keeping its aspect ratio), then to ${input.size}×${input.size} by \`${input.resize}\`.
- Gray images become three equal channels; the background of transparent images is rgb(${input.background.join(", ")}).

## Data

Trained on \`${dataset.name}\` (${counts.join(", ")} images), fingerprint \`${dataset.fingerprint}\`,
decoded by \`${dataset.decoder}\`.${isOfDemo(manifest) ? " Its images are drawn: this model has not been trained on photographs." : ""}${renderChanges(manifest)}

${renderLicense(manifest)}

## Evaluation

${renderMetrics(manifest)}
${[...doubtSections(manifest), ...sections].map(({ title, text }) => `\n## ${title}\n\n${text}\n`).join("")}
## Files

${renderFiles(manifest)}

## Training

${renderBase(recipe)}Recipe \`${recipe.name}\`, ${recipe.epochs} epochs, seed ${recipe.seed}, ${precision} arithmetic, float32 weights${recipe.balanced ? ", every class drawn equally often" : ""}${renderEffort(recipe)}; its
settings are in \`manifest.json\`. Libraries: ${Object.entries(libraries)
    .map(([library, version]) => `${library} ${version}`)
    .join(", ")}.
${renderHistory(manifest.files)}
## Limits

- Its scores are shares of its own classes, whatever the image shows${manifest.outOfDistribution ? "; what the mark for other images finds is told above" : "; nothing tells whether the image shows any of them"}.
- It sees ${input.size}×${input.size} pixels: small objects, text and fine differences, such as between breeds, are lost.
- Its classes and images are those of its dataset, with the biases of the people who collected and labeled them.

## Out-of-scope uses

Decisions about people, safety, medicine or law; surveillance; any use where a wrong answer causes harm and nobody
checks it first.

## Classes

${manifest.classes.map(renderClass).join("\n")}
`;
}

const measureAgain = (split: string): string =>
  `To measure on ${split} again: \`pnpm --filter trainer start evaluate --bundle DIR --dataset DIR --form float32\` (or \`int8\`, or \`weights\` if the bundle has them).`;

const FILE_USES: Readonly<Record<string, string>> = {
  "tfjs-model": "TensorFlow.js layers model",
  "tfjs-weights": "weights of that model, float32",
  "tflite-float32": "TFLite, float32; batch norm and temperature folded into the weights",
  "tflite-int8": "TFLite, 8-bit integers, float32 input and output",
  "onnx-float32":
    "ONNX, float32: `pixel_values` [batch, 3, height, width] in, `logits` and `probabilities` out",
  "onnx-int8": "the same in 8-bit integers (QDQ), those of the TFLite file",
  "cam-weights": "kernel of the last layer, for class activation maps",
  "ood-gaussian":
    "what an early feature map holds of training images, for out-of-distribution scores",
  "golden-image": "drawn image for the service's self-check",
  "golden-answers": "expected answers to the golden images",
  "history-plot": "plot of accuracy and loss by epoch",
  evaluation: "all results: both splits, per class, confusions, reliability",
  robustness: "accuracy on corrupted images",
};

function renderFiles({ files, quantization }: BundleManifest): string {
  const rows = files.map(({ path, bytes, role }) =>
    tableRow([`\`${path}\``, (bytes / 1e6).toFixed(2), FILE_USES[role] ?? role]),
  );
  const table = [tableRow(["File", "MB", "Content"]), tableRow(["---", "---:", "---"]), ...rows];
  if (quantization === undefined) return table.join("\n");
  const { images, source, estimator, biasCorrection } = quantization;
  const text = `Int8: the activation ranges were estimated by \`${estimator}\` from ${images} images (${source}); kernels are symmetric with one scale per channel, biases are int32${biasCorrection ? ", corrected for the rounding of the kernels" : ""}.`;
  return [...table, "", text].join("\n");
}

/** Training time and hardware, if known. */
function renderEffort({ seconds, hardware }: BundleRecipe): string {
  const time = seconds === undefined ? "" : `, ${(seconds / 60).toFixed(0)} minutes of training`;
  return hardware === undefined ? time : `${time} on ${hardware}`;
}

/** The network that it started with, if there was one. */
function renderBase({ base }: BundleRecipe): string {
  return base === undefined
    ? ""
    : `Started with the weights of \`${base.name}\` (SHA-256 \`${base.sha256}\`), which was trained on
\`${base.dataset}\`.

`;
}

function renderHistory(files: readonly BundleFile[]): string {
  const plot = files.find(({ role }) => role === "history-plot");
  return plot ? `\n![Accuracy and loss by epoch](${plot.path})\n` : "";
}

function renderMetrics({ metrics, temperature, dataset }: BundleManifest): string {
  if (metrics.length === 0) return "Not measured.";
  const rows = metrics.map(({ split, images, method, values }) => {
    const figures = Object.entries(values).map(
      ([name, value]) => `${name} ${value.toPrecision(4)}`,
    );
    return tableRow([split, String(images), figures.join(", "), method]);
  });
  return [
    tableRow(["Split", "Images", "Figures", "How measured"]),
    tableRow(["---", "---:", "---", "---"]),
    ...rows,
    "",
    measureAgain(valName(dataset)),
    ...(temperature === undefined
      ? []
      : [
          "",
          `Scores are calibrated: the logits are divided by a temperature of ${temperature.toFixed(3)}, fitted on the held-out images and already included in the files' weights.`,
        ]),
  ].join("\n");
}

function renderClass({ id, label, name }: BundleClass, index: number): string {
  const shown = id === label ? label : `${label} (${id})`;
  return name === label ? `${index}. ${shown}` : `${index}. ${shown}: ${name}`;
}

/** Classes with WordNet ids are ImageNet's; whose images any others are is not known here. */
function renderLicense({ classes, recipe }: BundleManifest): string {
  if (!isOfImageNet(classes) && startedFromImageNet(recipe))
    return `${OWN_LICENSE}\n\n${BASE_LICENSE}`;
  return isOfImageNet(classes)
    ? `License: the images of Tiny ImageNet, like those of ImageNet from which they were made, are for non-commercial
research and education only (https://www.image-net.org/download). If you use a network trained on them, make sure
that these terms allow your use. The demo dataset is generated by Inception Edge and has no such terms.`
    : OWN_LICENSE;
}

const OWN_LICENSE = `License: make sure that the terms of the images of this dataset, and the rights of the people that they show, allow
your use of a network trained on them.`;

const BASE_LICENSE = `The network that it started with was trained on images of ImageNet, which are for non-commercial research and
education only (https://www.image-net.org/download): make sure that these terms allow your use, or train with
\`--from scratch\`.`;

function startedFromImageNet({ base }: { readonly base?: BundleBase }): boolean {
  return base !== undefined && (base.isOfImageNet || startedFromImageNet(base));
}

/** How val came about and what was left out, if that is not as the dataset came. */
function renderChanges({ dataset: { valFraction, leftOut, relabeled } }: BundleManifest): string {
  const sentences = [
    valFraction === undefined
      ? ""
      : `The dataset comes without a validation split: \`val\` is ${(100 * valFraction).toFixed(0)} % of each class, set apart before training, by which nothing was trained or chosen.`,
    leftOut === undefined
      ? ""
      : `${leftOut} ${leftOut === 1 ? "file" : "files"} that could not be used ${leftOut === 1 ? "was" : "were"} left out.`,
    relabeled === undefined
      ? ""
      : `${relabeled} ${relabeled === 1 ? "image was" : "images were"} given another label, or left out, by hand.`,
  ].filter(Boolean);
  return sentences.length > 0 ? `\n\n${sentences.join(" ")}` : "";
}
