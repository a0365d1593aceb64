/**
 * What goes into a worker thread and what comes out. Bytes cross as ArrayBuffers, never as views: Deno's worker_threads
 * looks at every element of a view that it receives, which takes 2 s and 300 MB for 6 MB (measured on Deno 2.9.6).
 */
import type { ImageErrorCode, ImageFormat, ImageLimits, Orientation } from "@inception-edge/image";
import type { CompiledEngine } from "@inception-edge/inference";
import type { GoldenCase, InputContract } from "@inception-edge/model/input";

/** What a thread needs before its first image. */
export interface WorkerSetup {
  /** A TFLite file whose outputs are the scores, the logits and, with `camWeights`, the last feature map. */
  readonly model: ArrayBuffer;
  /** Its role in the bundle, by which the golden answers are found. */
  readonly role: string;
  /** Compiled once, for all threads. */
  readonly engine: CompiledEngine;
  readonly input: InputContract;
  readonly classes: number;
  readonly limits: ImageLimits;
  readonly golden: readonly GoldenPicture[];
  /** Float32 `[classes, channels]`; absent where the bundle has none, and then nothing is explained. */
  readonly camWeights?: ArrayBuffer;
}

export interface GoldenPicture {
  readonly bytes: ArrayBuffer;
  readonly expected: GoldenCase;
}

/** What a thread says once it has answered the golden pictures. */
export interface WorkerStarted {
  readonly engine: { readonly name: string; readonly variant: string; readonly why: string };
  /** How many golden pictures got their answers; 0 where the bundle has none. */
  readonly golden: number;
}

export interface ClassifyJob {
  readonly bytes: ArrayBuffer;
  readonly explain: boolean;
}

export interface Classified {
  readonly kind: "classified";
  /** Float32: a distribution over the classes. */
  readonly scores: ArrayBuffer;
  /** Float32: what the softmax made the scores of. */
  readonly logits: ArrayBuffer;
  readonly image: ImageFacts;
  readonly timings: StageTimings;
  /** PNG with alpha, to be laid over the upright image; the map of the best class. */
  readonly overlay?: ArrayBuffer;
}

/** The bytes are no image within the limits. */
export interface Refused {
  readonly kind: "refused";
  readonly code: ImageErrorCode;
  readonly message: string;
}

export type Classification = Classified | Refused;

export interface ImageFacts {
  /** Of the upright image. */
  readonly width: number;
  readonly height: number;
  readonly format: ImageFormat;
  readonly orientation: Orientation;
}

/** Milliseconds. */
export interface StageTimings {
  readonly decode: number;
  readonly prepare: number;
  readonly infer: number;
  readonly explain?: number;
}
