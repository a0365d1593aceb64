/** One image's way through a thread: read, hash, decode, prepare, infer, rank. */
import { hash } from "node:crypto";
import {
  oodRater,
  prepareInput,
  type OodParts,
  type StoredMap,
} from "@inception-edge/bundle/input";
import { ImageError, loadDecoder, type Decoder, type ImageLimits } from "@inception-edge/image";
import { heic } from "@inception-edge/image/heic";
import { realNumbers, type InferenceModel } from "@inception-edge/inference";
import { predictionsOf, type Answer, type Strangeness } from "../answer/answer.ts";
import { MAX_IMAGE_BYTES } from "../input/image-input.ts";
import { readImageFile } from "../input/read-image-file.ts";
import type { ThreadImage, ThreadSetup } from "./job.ts";

/** Answers one image after another. */
export interface Classifier {
  answer(image: ThreadImage): Promise<Answer>;
  /** @throws {ImageError} if the bytes are no image */
  infer(bytes: Uint8Array, onInput?: (input: Float32Array) => void): Promise<Inferred>;
}

/** What the network says of an image. */
export interface Inferred {
  /** Probabilities, `[classes]`. */
  readonly scores: Float32Array;
  /** Whether the image is unlike those of training, and how much; absent where the bundle cannot tell. */
  readonly strangeness?: Strangeness;
}

/** Photographs of 200 megapixels are taken, as in training: nobody waits for one of them. */
export const LIMITS: Pick<ImageLimits, "maxBytes" | "maxPixels" | "maxBaselinePixels"> = {
  maxBytes: MAX_IMAGE_BYTES,
  maxPixels: 64_000_000,
  maxBaselinePixels: 256_000_000,
};

export function loadFileDecoder(setup: Pick<ThreadSetup, "input">): Promise<Decoder> {
  return loadDecoder({
    limits: LIMITS,
    background: setup.input.background,
    extra: [heic],
  });
}

type ClassifierSetup = Pick<ThreadSetup, "input" | "classes" | "topK" | "ood">;

export function createClassifier(
  { input: contract, classes, topK, ood }: ClassifierSetup,
  { decoder, model }: { readonly decoder: Decoder; readonly model: InferenceModel },
): Classifier {
  const rate = ood && rater(ood, model);
  return { answer, infer };

  async function answer({ index, path, content }: ThreadImage): Promise<Answer> {
    const found = "file" in content ? readImageFile(content.file) : content;
    if ("error" in found) return { index, path, sha256: found.sha256 ?? null, error: found.error };
    const { bytes } = found;
    const sha256 = hash("sha256", bytes);
    try {
      const { scores, strangeness } = await infer(bytes);
      const predictions = predictionsOf(scores, classes, topK);
      return { index, path, sha256, predictions, ...strangeness };
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      const { code, message } = error;
      return { index, path, sha256, error: { code, message } };
    }
  }

  async function infer(
    bytes: Uint8Array,
    onInput?: (input: Float32Array) => void,
  ): Promise<Inferred> {
    await decoder.load(bytes);
    const input = prepareInput(contract, decoder.decode(bytes));
    onInput?.(input);
    const [stored, map] = await model.runStored(input);
    const scores = realNumbers(stored!);
    return { scores, ...(rate && { strangeness: rate(map!, scores) }) };
  }
}

function rater(
  parts: OodParts,
  { outputs }: Pick<InferenceModel, "outputs">,
): (map: StoredMap, scores: Float32Array) => Strangeness {
  const rate = oodRater(parts, outputs[1]!.shape.at(-1)!);
  return (map, scores) => {
    const score = rate(map, scores);
    return {
      outOfDistribution: score > parts.scale.threshold,
      oodScore: Math.round(score * 1e4) / 1e4,
    };
  };
}
