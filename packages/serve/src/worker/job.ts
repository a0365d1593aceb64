/**
 * What goes into a worker thread and what comes out. Bytes cross as ArrayBuffers, never as views: Deno's worker_threads
 * looks at every element of a view that it receives, which takes 2 s and 300 MB for 6 MB (measured on Deno 2.9.6).
 */
import type { GoldenCase, InputContract, OodParts } from "@inception-edge/bundle/input";
import type { ImageErrorCode, ImageFormat, ImageLimits, Orientation } from "@inception-edge/image";
import type { CompiledEngine } from "@inception-edge/inference";
import type { Explained, ExplainOptions } from "../explain/schema.ts";

/** What a thread needs before its first image. */
export interface WorkerSetup {
  /** All that it answers with: each has an engine of its own in every thread. */
  readonly models: readonly ModelSetup[];
  /** The memory of its `StageClock`. */
  readonly clock: ArrayBufferLike;
}

/** What a thread needs of one model. */
export interface ModelSetup {
  /** What jobs call it. */
  readonly id: string;
  /** A TFLite file whose outputs are the scores, the logits, with `ood` its feature map, with `camWeights` the last one. */
  readonly model: ArrayBuffer;
  /** The file's role in the bundle, by which the golden answers are found. */
  readonly role: string;
  /** Compiled once, for all threads. */
  readonly engine: CompiledEngine;
  readonly input: InputContract;
  readonly classes: number;
  readonly limits: ImageLimits;
  readonly golden: readonly GoldenImage[];
  /** Float32 `[classes, channels]`; absent where the bundle has none, and then nothing is explained. */
  readonly camWeights?: ArrayBuffer;
  /** Absent where the bundle cannot tell images out of distribution. */
  readonly ood?: OodSetup;
}

/** What makes an out-of-distribution score. */
export interface OodSetup extends Omit<OodParts, "gaussian"> {
  readonly gaussian: ArrayBuffer;
}

/** An image with the answer that it must get. */
export interface GoldenImage {
  readonly bytes: ArrayBuffer;
  readonly expected: GoldenCase;
}

/** What a thread reports of each of its models, in their order, once they have answered the golden images. */
export interface WorkerStarted {
  readonly engine: { readonly name: string; readonly variant: string; readonly why: string };
  /** How many golden images were answered correctly; 0 where the bundle has none. */
  readonly golden: number;
}

/** What to classify. */
export type ClassifyJob = ImageJob | PixelsJob;

/** An image to classify; without options it is not explained. */
export interface ImageJob extends Partial<ExplainOptions> {
  /** Id of the model that is to answer. */
  readonly model: string;
  readonly bytes: ArrayBuffer;
}

/** An input that the client has prepared itself. */
export interface PixelsJob {
  readonly model: string;
  /** Float32 `[size, size, 3]`, row-major, in the contract's range. */
  readonly pixels: ArrayBuffer;
}

/** An answer. */
export interface Classified {
  readonly kind: "classified";
  /** Float32 `[classes]`, a probability distribution. */
  readonly scores: ArrayBuffer;
  /** Float32 `[classes]`, from which the softmax makes the scores. */
  readonly logits: ArrayBuffer;
  /** Higher for an image less like those of training; absent where the bundle cannot tell. */
  readonly oodScore?: number;
  /** Absent where pixels were sent instead. */
  readonly image?: ImageFacts;
  readonly timings: StageTimings;
  readonly explained?: Explained;
}

/** The bytes are not an image within the limits. */
export interface Refused {
  readonly kind: "refused";
  readonly code: ImageErrorCode;
  readonly message: string;
}

/** The result of a job. */
export type Classification = Classified | Refused;

/** Width and height of the upright image. */
export interface ImageFacts {
  readonly width: number;
  readonly height: number;
  readonly format: ImageFormat;
  readonly orientation: Orientation;
}

/** Milliseconds; pixels need neither decoding nor preparing. */
export interface StageTimings {
  readonly decode?: number;
  readonly prepare?: number;
  readonly infer: number;
  readonly explain?: number;
}

/** The bytes of a view, and no others, as a buffer that can go to another thread. */
export function wholeBuffer({ buffer, byteOffset, byteLength }: ArrayBufferView): ArrayBuffer {
  const isWhole = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;
  return isWhole ? buffer : Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength)).buffer;
}
