/** One input's way through a thread: an image is decoded and prepared, then both infer, and an image is explained if asked. */
import { oodRater, prepareInput } from "@inception-edge/bundle/input";
import { ImageError, type DecodedImage, type Decoder } from "@inception-edge/image";
import { realNumbers, type StoredOutput } from "@inception-edge/inference";
import { explainImage } from "../explain/explain-image.ts";
import { freeBytes } from "./free-bytes.ts";
import {
  wholeBuffer,
  type Classification,
  type ImageFacts,
  type ImageJob,
  type ModelSetup,
  type OodSetup,
  type PixelsJob,
  type StageTimings,
} from "./job.ts";

/** What a thread needs from an engine: part of `InferenceModel` in `@inception-edge/inference`. */
export interface Engine {
  readonly engine: { readonly name: string; readonly variant: string; readonly why: string };
  readonly input: { readonly shape: readonly number[] };
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /**
   * Scores and logits, `[1, classes]` each, then the feature map of `ood`, then the last one of `camWeights`: maps as the
   * file stores them, until the next call.
   * @param wanted how many of them, from the first; all when absent
   */
  runStored(input: Float32Array, wanted?: number): Promise<readonly StoredOutput[]>;
  /** Frees its memory, which a native engine's thread would leave behind. */
  dispose(): Promise<void>;
}

/** A job, whichever model it is for. */
type ClassifierJob = Omit<ImageJob, "model"> | Omit<PixelsJob, "model">;

/** Classifies one image after another: each waits for the one before. */
export interface Classifier {
  /** @param onInput is called with the prepared input, between decoding and inference; it holds until the next image */
  classify(job: ClassifierJob, onInput: (input: Float32Array) => void): Promise<Classification>;
}

/** The network's input, and the image that it was made of. */
interface Prepared {
  readonly input: Float32Array;
  readonly image?: ImageFacts;
  readonly timings: Pick<StageTimings, "decode" | "prepare">;
}

/** Combines a decoder and an engine. */
export function createClassifier(
  setup: Pick<ModelSetup, "input" | "camWeights" | "classes" | "ood">,
  { decoder, engine }: { readonly decoder: Decoder; readonly engine: Engine },
): Classifier {
  const { input: contract, classes } = setup;
  const camWeights = setup.camWeights && new Float32Array(setup.camWeights);
  const rate = setup.ood && rater(setup.ood);
  const memory = new Float32Array(contract.size ** 2 * 3); // of every image's input, one after another
  const lastMap = rate ? 3 : 2; // index of the last feature map among the outputs
  let last: Promise<unknown> = Promise.resolve();
  return {
    classify(job, onInput) {
      const answer = last.then(() => classify(job, onInput));
      last = answer.catch(() => undefined);
      return answer;
    },
  };

  function rater(ood: OodSetup): ReturnType<typeof oodRater> {
    const parts = { ...ood, gaussian: new Uint8Array(ood.gaussian) };
    return oodRater(parts, engine.outputs[2]?.shape.at(-1) ?? 0);
  }

  async function classify(
    job: ClassifierJob,
    onInput: (input: Float32Array) => void,
  ): Promise<Classification> {
    const prepared =
      "pixels" in job
        ? { input: new Float32Array(job.pixels), timings: {} }
        : await prepareImage(job);
    if (prepared instanceof ImageError) {
      return { kind: "refused", code: prepared.code, message: prepared.message };
    }
    const { input, image }: Prepared = prepared;
    onInput(input);
    const start = performance.now();
    const explains = "bytes" in job && job.explain;
    const outputs = await engine.runStored(input, explains ? lastMap + 1 : lastMap);
    // Not the maps: to make 23,520 numbers of pool3's real takes as long as decoding.
    const [scores, logits] = outputs.slice(0, 2).map((output) => realNumbers(output));
    if (scores?.length !== classes || logits?.length !== classes) {
      throw new Error(
        `Cannot classify: the engine returned ${scores?.length} scores and ${logits?.length} logits, wanted ${classes}`,
      );
    }
    const inferred = performance.now();
    const timings = { ...prepared.timings, infer: inferred - start };
    const answer = {
      kind: "classified",
      scores: wholeBuffer(scores),
      logits: wholeBuffer(logits),
      ...(rate && { oodScore: rate(outputs[2]!, scores) }),
      timings,
      ...(image && { image }),
    } as const;
    if (!explains || image === undefined) return answer;
    const map = outputs[lastMap];
    const evidence = { scores, features: map && realNumbers(map), camWeights, image, contract };
    const explained = explainImage(job, evidence);
    if (explained === undefined) return answer;
    const explainMs = performance.now() - inferred;
    return { ...answer, explained, timings: { ...timings, explain: explainMs } };
  }

  async function prepareImage(job: Pick<ImageJob, "bytes">): Promise<Prepared | ImageError> {
    const start = performance.now();
    const decodedImage = await decodeOrRefuse(new Uint8Array(job.bytes));
    if (decodedImage instanceof ImageError) return decodedImage;
    const decoded = performance.now();
    const input = prepareInput(contract, decodedImage, memory);
    freeBytes(decodedImage.rgb);
    const timings = { decode: decoded - start, prepare: performance.now() - decoded };
    return { input, image: imageFacts(decodedImage), timings };
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
