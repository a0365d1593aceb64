/** One image's way through a thread: decode, prepare, infer, and explain where asked. */
import { ImageError } from "@inception-edge/image";
import type { DecodedImage, Decoder } from "@inception-edge/image";
import { prepareInput } from "@inception-edge/model/bundle";
import { classActivation } from "./class-activation.ts";
import type { Classification, ClassifyJob, ImageFacts, WorkerSetup } from "./classification.ts";
import { encodeOverlay } from "./overlay.ts";

/** What a thread asks of an engine: part of `TfliteModel` in `@inception-edge/inference`. */
export interface Engine {
  readonly engine: { readonly name: string; readonly variant: string; readonly why: string };
  readonly input: { readonly shape: readonly number[] };
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Scores `[1, classes]`, then each exposed tensor. */
  run(input: Float32Array): Promise<readonly Float32Array[]>;
}

/** The network's last feature map, which average pool and dense make the logits of. */
export const FEATURE_MAP = "inception_5b/concat";

export interface Classifier {
  /** @param onInput is called with the prepared input, between decoding and inference */
  classify(job: ClassifyJob, onInput: (input: Float32Array) => void): Promise<Classification>;
}

export function createClassifier(
  { input: contract, camWeights, classes }: Pick<WorkerSetup, "input" | "camWeights" | "classes">,
  { decoder, engine }: { readonly decoder: Decoder; readonly engine: Engine },
): Classifier {
  return { classify };

  async function classify(
    { bytes, explain }: ClassifyJob,
    onInput: (input: Float32Array) => void,
  ): Promise<Classification> {
    const start = performance.now();
    const image = decodeOrRefuse(bytes);
    if (image instanceof ImageError) {
      return { kind: "refused", code: image.code, message: image.message };
    }
    const decoded = performance.now();
    const input = prepareInput(contract, image);
    onInput(input);
    const prepared = performance.now();
    const [scores, features] = await engine.run(input);
    if (scores?.length !== classes) {
      throw new Error(
        `Cannot classify: the engine gave ${scores?.length} scores, wanted ${classes}`,
      );
    }
    const inferred = performance.now();
    const timings = {
      decode: decoded - start,
      prepare: prepared - decoded,
      infer: inferred - prepared,
    };
    const facts = imageFacts(image);
    const answer = { kind: "classified", scores, image: facts, timings } as const;
    if (!explain || features === undefined || camWeights === undefined) return answer;
    const overlay = encodeOverlay(activationOfBest(scores, features), facts, contract);
    return { ...answer, overlay, timings: { ...timings, explain: performance.now() - inferred } };
  }

  function decodeOrRefuse(bytes: Uint8Array): DecodedImage | ImageError {
    try {
      return decoder.decode(bytes);
    } catch (error) {
      if (error instanceof ImageError) return error;
      throw error;
    }
  }

  function activationOfBest(scores: Float32Array, features: Float32Array): Float32Array {
    const channels = camWeights!.length / classes;
    const best = scores.indexOf(Math.max(...scores));
    return classActivation(features, camWeights!.subarray(best * channels, (best + 1) * channels));
  }
}

/** A JPEG may have been decoded at a fraction of its size; its header tells the whole. */
function imageFacts({ header }: DecodedImage): ImageFacts {
  const { format, orientation } = header;
  const isTurned = orientation >= 5; // EXIF 5 to 8 swap the sides
  const [width, height] = isTurned ? [header.height, header.width] : [header.width, header.height];
  return { width, height, format, orientation };
}
