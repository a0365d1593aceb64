/** One image's way through a thread: decode, prepare, infer, and explain if asked. */
import { decodeGaussian, oodMeasures, oodScore, prepareInput } from "@inception-edge/bundle/input";
import { ImageError, type DecodedImage, type Decoder } from "@inception-edge/image";
import { explainImage } from "../explain/explain-image.ts";
import {
  wholeBuffer,
  type Classification,
  type ClassifyJob,
  type ImageFacts,
  type OodSetup,
  type WorkerSetup,
} from "./job.ts";

/** What a thread needs from an engine: part of `InferenceModel` in `@inception-edge/inference`. */
export interface Engine {
  readonly engine: { readonly name: string; readonly variant: string; readonly why: string };
  readonly input: { readonly shape: readonly number[] };
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /**
   * Scores and logits, `[1, classes]` each, then the feature map of `ood`, then the last one of `camWeights`.
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
}

/** Combines a decoder and an engine. */
export function createClassifier(
  setup: Pick<WorkerSetup, "input" | "camWeights" | "classes" | "ood">,
  { decoder, engine }: { readonly decoder: Decoder; readonly engine: Engine },
): Classifier {
  const { input: contract, classes } = setup;
  const camWeights = setup.camWeights && new Float32Array(setup.camWeights);
  const rate = setup.ood && oodRater(setup.ood, engine);
  const explained = rate ? 3 : 2; // index of the last feature map among the outputs
  return { classify };

  async function classify(
    job: ClassifyJob,
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
    const outputs = await engine.run(input, job.explain ? explained + 1 : explained);
    const [scores, logits] = outputs;
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
      ...(rate && { oodScore: rate(outputs[2]!, scores) }),
      image,
      timings,
    } as const;
    const evidence = { scores, features: outputs[explained], camWeights, image, contract };
    const explanation = explainImage(job, evidence);
    if (explanation === undefined) return answer;
    const explainMs = performance.now() - inferred;
    return { ...answer, explained: explanation, timings: { ...timings, explain: explainMs } };
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

/** The out-of-distribution score from the feature map and the scores. */
function oodRater(
  { gaussian: file, channels, scale }: OodSetup,
  { outputs }: Pick<Engine, "outputs">,
): (map: Float32Array, scores: Float32Array) => number {
  const gaussian = decodeGaussian(new Uint8Array(file), channels);
  const known = { gaussian, channels: outputs[2]?.shape.at(-1) ?? 0 };
  return (map, scores) => oodScore(oodMeasures(map, scores, known), scale);
}

/** A JPEG may have been decoded at a fraction of its size; its header has the full size. */
function imageFacts({ header }: DecodedImage): ImageFacts {
  const { format, orientation } = header;
  const isTurned = orientation >= 5; // EXIF 5 to 8 swap the sides
  const [width, height] = isTurned ? [header.height, header.width] : [header.width, header.height];
  return { width, height, format, orientation };
}
