/** One image's way through a thread: decode, prepare, infer, and explain if asked. */
import { prepareInput } from "@inception-edge/bundle/input";
import { ImageError, type DecodedImage, type Decoder, type RgbImage } from "@inception-edge/image";
import { explainImage } from "../explain/explain-image.ts";
import type { ExplainOptions } from "../explain/schema.ts";
import {
  wholeBuffer,
  type Classification,
  type Classified,
  type ClassifyJob,
  type ImageFacts,
  type WorkerSetup,
} from "./job.ts";

/** What a thread needs from an engine: part of `InferenceModel` in `@inception-edge/inference`. */
export interface Engine {
  readonly engine: { readonly name: string; readonly variant: string; readonly why: string };
  readonly input: { readonly shape: readonly number[] };
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /**
   * Scores and logits, `[1, classes]` each, then the last feature map where there are `camWeights`.
   * @param wanted how many of them, from the first; all when absent
   */
  run(input: Float32Array, wanted?: number): Promise<readonly Float32Array[]>;
  /** Frees its memory, which a native engine's thread would leave behind. */
  dispose(): Promise<void>;
}

/** Classifies one image after another. */
export interface Classifier {
  /** @param onInput is called with the prepared input, between decoding and inference */
  classify(job: ClassifyJob, onInput: (input: Float32Array) => void): Promise<Classification>;
  /** Pixels that need no decoding: a camera's. */
  classifyPixels(pixels: RgbImage): Promise<PixelsClassified>;
}

/** An answer to pixels. */
export type PixelsClassified = Omit<Classified, "kind" | "image" | "timings"> & {
  readonly timings: Omit<Classified["timings"], "decode">;
};

/** What an answer is made with, besides the pixels. */
interface PixelsOptions {
  readonly job: Partial<ExplainOptions>;
  /** Of the upright image, which may have been decoded at a fraction of its size. */
  readonly size: Pick<ImageFacts, "width" | "height">;
  readonly onInput?: (input: Float32Array) => void;
}

/** Combines a decoder and an engine. */
export function createClassifier(
  setup: Pick<WorkerSetup, "input" | "camWeights" | "classes">,
  { decoder, engine }: { readonly decoder: Decoder; readonly engine: Engine },
): Classifier {
  const { input: contract, classes } = setup;
  const camWeights = setup.camWeights && new Float32Array(setup.camWeights);
  return { classify, classifyPixels: (pixels) => answerPixels(pixels, { job: {}, size: pixels }) };

  async function classify(
    job: ClassifyJob,
    onInput: (input: Float32Array) => void,
  ): Promise<Classification> {
    const start = performance.now();
    const decodedImage = await decodeOrRefuse(new Uint8Array(job.bytes));
    if (decodedImage instanceof ImageError) {
      return { kind: "refused", code: decodedImage.code, message: decodedImage.message };
    }
    const decode = performance.now() - start;
    const image = imageFacts(decodedImage);
    const options = { job, size: image, onInput };
    const { timings, ...answer } = await answerPixels(decodedImage, options);
    return { kind: "classified", ...answer, image, timings: { decode, ...timings } };
  }

  async function answerPixels(
    pixels: RgbImage,
    { job, size, onInput }: PixelsOptions,
  ): Promise<PixelsClassified> {
    const start = performance.now();
    const input = prepareInput(contract, pixels);
    onInput?.(input);
    const prepared = performance.now();
    const [scores, logits, features] = await engine.run(input, job.explain ? 3 : 2);
    if (scores?.length !== classes || logits?.length !== classes) {
      throw new Error(
        `Cannot classify: the engine returned ${scores?.length} scores and ${logits?.length} logits, wanted ${classes}`,
      );
    }
    const inferred = performance.now();
    const timings = { prepare: prepared - start, infer: inferred - prepared };
    const answer = { scores: wholeBuffer(scores), logits: wholeBuffer(logits) };
    const evidence = { scores, features, camWeights, image: size, contract };
    const explained = explainImage(job, evidence);
    if (explained === undefined) return { ...answer, timings };
    return { ...answer, explained, timings: { ...timings, explain: performance.now() - inferred } };
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

/** A JPEG may have been decoded at a fraction of its size; its header has the full size. */
function imageFacts({ header }: DecodedImage): ImageFacts {
  const { format, orientation } = header;
  const isTurned = orientation >= 5; // EXIF 5 to 8 swap the sides
  const [width, height] = isTurned ? [header.height, header.width] : [header.width, header.height];
  return { width, height, format, orientation };
}
