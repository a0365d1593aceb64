/** One image's way through a thread: decode, prepare, infer, and explain if asked. */
import { prepareInput } from "@inception-edge/bundle/input";
import { ImageError, type DecodedImage, type Decoder } from "@inception-edge/image";
import { explainImage } from "../explain/explain-image.ts";
import {
  wholeBuffer,
  type Classification,
  type ClassifyJob,
  type ImageFacts,
  type ModelSetup,
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
  classify(
    job: Omit<ClassifyJob, "model">,
    onInput: (input: Float32Array) => void,
  ): Promise<Classification>;
}

/** Combines a decoder and an engine. */
export function createClassifier(
  setup: Pick<ModelSetup, "input" | "camWeights" | "classes">,
  { decoder, engine }: { readonly decoder: Decoder; readonly engine: Engine },
): Classifier {
  const { input: contract, classes } = setup;
  const camWeights = setup.camWeights && new Float32Array(setup.camWeights);
  return { classify };

  async function classify(
    job: Omit<ClassifyJob, "model">,
    onInput: (input: Float32Array) => void,
  ): Promise<Classification> {
    const start = performance.now();
    const decodedImage = await decodeOrRefuse(new Uint8Array(job.bytes));
    if (decodedImage instanceof ImageError) {
      return { kind: "refused", code: decodedImage.code, message: decodedImage.message };
    }
    const decoded = performance.now();
    const input = prepareInput(contract, decodedImage);
    onInput(input);
    const prepared = performance.now();
    const [scores, logits, features] = await engine.run(input, job.explain ? 3 : 2);
    if (scores?.length !== classes || logits?.length !== classes) {
      throw new Error(
        `Cannot classify: the engine returned ${scores?.length} scores and ${logits?.length} logits, wanted ${classes}`,
      );
    }
    const inferred = performance.now();
    const timings = {
      decode: decoded - start,
      prepare: prepared - decoded,
      infer: inferred - prepared,
    };
    const image = imageFacts(decodedImage);
    const answer = {
      kind: "classified",
      scores: wholeBuffer(scores),
      logits: wholeBuffer(logits),
      image,
      timings,
    } as const;
    const explained = explainImage(job, { scores, features, camWeights, image, contract });
    if (explained === undefined) return answer;
    const explainMs = performance.now() - inferred;
    return { ...answer, explained, timings: { ...timings, explain: explainMs } };
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
