/** What an ONNX file says about itself, in the words that its readers look for. */

/** Describes a model, its input and its classes. */
export interface OnnxMetadata {
  readonly name: string;
  readonly description: string;
  readonly license: string;
  /** Describes how an image becomes the input. */
  readonly input: string;
  /** One per class, in the order of the outputs. */
  readonly labels: readonly string[];
}

/**
 * The properties of the model. `names` is where Ultralytics' exporter puts class names, and what reads its files looks for
 * them: an object by index, which parses both as JSON and as Python. `Image.*` are the standard's own, of
 * onnx/docs/MetadataProps.md, `model_license` of onnx/docs/IR.md.
 */
export function metadataProperties({ license, labels }: OnnxMetadata): ReadonlyMap<string, string> {
  return new Map([
    ["names", JSON.stringify(Object.fromEntries(labels.entries()))],
    ["model_license", license],
    ["Image.BitmapPixelFormat", "Rgb8"],
    ["Image.ColorSpaceGamma", "SRGB"],
    ["Image.NominalPixelRange", "Normalized_0_1"],
  ]);
}
