/** One image's way through a thread: decode, prepare, infer, and explain where asked. */
import { ImageError } from "@inception-edge/image";
import type { DecodedImage, Decoder } from "@inception-edge/image";
import { prepareInput } from "@inception-edge/model/input";
import { classActivation } from "../explain/class-activation.ts";
import type { Classification, ClassifyJob, ImageFacts, WorkerSetup } from "./job.ts";
import { encodeOverlay } from "../explain/overlay.ts";
import { wholeBuffer } from "./whole-buffer.ts";

/** What a thread asks of an engine: part of `InferenceModel` in `@inception-edge/inference`. */
export interface Engine {
  readonly engine: { readonly name: string; readonly variant: string; readonly why: string };
  readonly input: { readonly shape: readonly number[] };
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Scores and logits, `[1, classes]` each, then the last feature map where there are `camWeights`. */
  run(input: Float32Array): Promise<readonly Float32Array[]>;
}

export interface Classifier {
  /** @param onInput is called with the prepared input, between decoding and inference */
  classify(job: ClassifyJob, onInput: (input: Float32Array) => void): Promise<Classification>;
}

export function createClassifier(
  { input: contract, camWeights, classes }: Pick<WorkerSetup, "input" | "camWeights" | "classes">,
  { decoder, engine }: { readonly decoder: Decoder; readonly engine: Engine },
): Classifier {
  const rows = camWeights && new Float32Array(camWeights);
  return { classify };

  async function classify(
    { bytes, explain }: ClassifyJob,
    onInput: (input: Float32Array) => void,
  ): Promise<Classification> {
    const start = performance.now();
    const image = await decodeOrRefuse(new Uint8Array(bytes));
    if (image instanceof ImageError) {
      return { kind: "refused", code: image.code, message: image.message };
    }
    const decoded = performance.now();
    const input = prepareInput(contract, image);
    onInput(input);
    const prepared = performance.now();
    const [scores, logits, features] = await engine.run(input);
    if (scores?.length !== classes || logits?.length !== classes) {
      throw new Error(
        `Cannot classify: the engine gave ${scores?.length} scores and ${logits?.length} logits, wanted ${classes}`,
      );
    }
    const inferred = performance.now();
    const timings = {
      decode: decoded - start,
      prepare: prepared - decoded,
      infer: inferred - prepared,
    };
    const facts = imageFacts(image);
    const answer = {
      kind: "classified",
      scores: wholeBuffer(scores),
      logits: wholeBuffer(logits),
      image: facts,
      timings,
    } as const;
    if (!explain || features === undefined || rows === undefined) return answer;
    const channels = rows.length / classes;
    const best = scores.indexOf(Math.max(...scores));
    const row = rows.subarray(best * channels, (best + 1) * channels);
    const overlay = encodeOverlay(classActivation(features, row), facts, contract);
    return {
      ...answer,
      overlay: wholeBuffer(overlay),
      timings: { ...timings, explain: performance.now() - inferred },
    };
  }

  async function decodeOrRefuse(bytes: Uint8Array): Promise<DecodedImage | ImageError> {
    await decoder.load(bytes);
    try {
      return decoder.decode(bytes);
    } catch (error) {
      if (error instanceof ImageError) return error;
      throw error;
    }
  }
}

/** A JPEG may have been decoded at a fraction of its size; its header tells the whole. */
function imageFacts({ header }: DecodedImage): ImageFacts {
  const { format, orientation } = header;
  const isTurned = orientation >= 5; // EXIF 5 to 8 swap the sides
  const [width, height] = isTurned ? [header.height, header.width] : [header.width, header.height];
  return { width, height, format, orientation };
}
