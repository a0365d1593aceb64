/** What a page and its worker tell each other. */
import type { Parts } from "./parts.ts";

/** To the worker: first `start`, and once it has started the others. */
export type ToWorker = Start | ClassifyImage | ClassifyFrame;

export interface Start {
  readonly kind: "start";
  readonly parts: Parts;
  /** URL that the parts' are relative to. */
  readonly base: string;
  /** API key of the service that the parts come from; empty: none is needed. */
  readonly key: string;
}

export interface ClassifyImage {
  readonly kind: "image";
  readonly id: number;
  readonly bytes: ArrayBuffer;
  readonly explain: boolean;
  /** Of the answer set; absent where none is wanted. */
  readonly coverage?: number | undefined;
}

export interface ClassifyFrame {
  readonly kind: "frame";
  readonly id: number;
  readonly frame: Frame;
}

/** A camera's, at its own size: no browser resizes as the input contract wants it. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Uint8 `[height, width, 4]` */
  readonly rgba: ArrayBuffer;
}

/** From the worker. */
export type FromWorker = Progress | Started | StartFailed | Answered | Refused | Failed;

/** Bytes of the parts that are loaded before the first answer. */
export interface Progress {
  readonly kind: "progress";
  readonly loaded: number;
  readonly total: number;
}

/** The golden images were answered as they must be. */
export interface Started {
  readonly kind: "started";
  readonly model: ModelHere;
  /** What an image may have, and be. */
  readonly accepted: { readonly maxBytes: number; readonly types: readonly string[] };
}

/** The facts of `GET /model` that the page shows. */
export interface ModelHere {
  readonly name: string;
  readonly classes: number;
  readonly variant: string;
  readonly engine: { readonly name: string; readonly variant: string; readonly why: string };
  readonly selfTest: { readonly pictures: number };
  readonly explains: boolean;
  readonly answerSets?: { readonly coverages: readonly number[] };
  readonly knows: string;
  readonly dataset: { readonly isDemo: boolean };
}

export interface StartFailed {
  readonly kind: "start-failed";
  readonly message: string;
  /** Of the response that was the reason. */
  readonly status?: number;
}

export interface Answered {
  readonly kind: "answered";
  readonly id: number;
  /** The five most likely classes, best first. */
  readonly predictions: readonly PredictionHere[];
  readonly answerSet?: AnswerSetHere;
  /** Absent where the model cannot tell. */
  readonly outOfDistribution?: boolean;
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
  readonly explanation?: ExplanationHere;
}

/** As in the service's answers. */
export interface PredictionHere {
  readonly id: string;
  readonly label: string;
  readonly name: string;
  /** In [0, 1]. */
  readonly score: number;
  /** 1 for the best. */
  readonly rank: number;
}

export interface AnswerSetHere {
  readonly coverage: number;
  readonly classes: PredictionHere[];
}

export interface ExplanationHere {
  readonly id: string;
  readonly label: string;
  /** A PNG. */
  readonly overlay: ArrayBuffer;
}

/** The image is the reason. */
export interface Refused {
  readonly kind: "refused";
  readonly id: number;
  /** Of `ImageError`. */
  readonly code: string;
  readonly message: string;
}

/** Anything else is. */
export interface Failed {
  readonly kind: "failed";
  readonly id: number;
  readonly message: string;
}
