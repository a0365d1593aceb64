/** One image's way through a thread: read, hash, decode, prepare, infer, rank. */
import { hash } from "node:crypto";
import { prepareInput } from "@inception-edge/bundle/input";
import { ImageError, loadDecoder, type Decoder, type ImageLimits } from "@inception-edge/image";
import type { InferenceModel } from "@inception-edge/inference";
import { predictionsOf, type Answer } from "../answer/answer.ts";
import { MAX_IMAGE_BYTES } from "../input/image-input.ts";
import { readImageFile } from "../input/read-image-file.ts";
import type { ThreadImage, ThreadSetup } from "./job.ts";

/** Answers one image after another. */
export interface Classifier {
  answer(image: ThreadImage): Promise<Answer>;
  /** @throws {ImageError} if the bytes are no image */
  scores(bytes: Uint8Array, onInput?: (input: Float32Array) => void): Promise<Float32Array>;
}

/** Photographs of 200 megapixels are taken, as in training: nobody waits for one of them. */
export const LIMITS: Pick<ImageLimits, "maxBytes" | "maxPixels" | "maxBaselinePixels"> = {
  maxBytes: MAX_IMAGE_BYTES,
  maxPixels: 64_000_000,
  maxBaselinePixels: 256_000_000,
};

export function loadFileDecoder(setup: Pick<ThreadSetup, "input">): Promise<Decoder> {
  return loadDecoder({ limits: LIMITS, background: setup.input.background });
}

export function createClassifier(
  { input: contract, classes, topK }: Pick<ThreadSetup, "input" | "classes" | "topK">,
  { decoder, model }: { readonly decoder: Decoder; readonly model: Pick<InferenceModel, "run"> },
): Classifier {
  return { answer, scores };

  async function answer({ index, path, content }: ThreadImage): Promise<Answer> {
    const found = "file" in content ? readImageFile(content.file) : content;
    if ("error" in found) return { index, path, sha256: found.sha256 ?? null, error: found.error };
    const { bytes } = found;
    const sha256 = hash("sha256", bytes);
    try {
      return {
        index,
        path,
        sha256,
        predictions: predictionsOf(await scores(bytes), classes, topK),
      };
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      const { code, message } = error;
      return { index, path, sha256, error: { code, message } };
    }
  }

  async function scores(
    bytes: Uint8Array,
    onInput?: (input: Float32Array) => void,
  ): Promise<Float32Array> {
    await decoder.load(bytes);
    const input = prepareInput(contract, decoder.decode(bytes));
    onInput?.(input);
    const [probabilities] = await model.run(input, 1);
    return probabilities!;
  }
}
