/** In a thread: why an image got its top class, as an overlay. */
import { topK, type InputContract } from "@inception-edge/bundle/input";
import { wholeBuffer, type ImageFacts } from "../worker/job.ts";
import { classActivation } from "./class-activation.ts";
import { encodeOverlay } from "./overlay.ts";
import type { Explained, ExplainOptions } from "./schema.ts";

/** What an explanation is made from. */
export interface Evidence {
  /** `[classes]` */
  readonly scores: Float32Array;
  /** The last feature map, `[height, width, channels]`. */
  readonly features: Float32Array | undefined;
  /** `[classes, channels]`, of the layer that makes logits from the pooled feature map. */
  readonly camWeights: Float32Array | undefined;
  readonly image: Pick<ImageFacts, "width" | "height">;
  readonly contract: InputContract;
}

/** Undefined where it is not asked for, or the bundle has no `camWeights`. */
export function explainImage(
  { explain }: Partial<ExplainOptions>,
  { scores, features, camWeights, image, contract }: Evidence,
): Explained | undefined {
  if (!explain || features === undefined || camWeights === undefined) return undefined;
  const channels = camWeights.length / scores.length;
  const { classIndex } = topK(scores, 1)[0]!;
  const weights = camWeights.subarray(classIndex * channels, (classIndex + 1) * channels);
  const overlay = encodeOverlay(classActivation(features, weights), image, contract);
  return { classIndex, overlay: wholeBuffer(overlay) };
}
