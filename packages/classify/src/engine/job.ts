/** What goes into a thread that classifies and what comes out. */
import type { GoldenImage } from "@inception-edge/bundle";
import type { InputContract, OodParts } from "@inception-edge/bundle/input";
import type { CompiledEngine } from "@inception-edge/inference";
import type { ClassName } from "../answer/answer.ts";
import type { Unanswerable } from "../input/image-input.ts";

/** What a thread needs before its first image. */
export interface ThreadSetup {
  /** A TFLite file whose outputs are the probabilities and, with `ood`, the feature map by which strange images are told. */
  readonly model: Uint8Array;
  /** The file's role in the bundle, by which the golden answers are found. */
  readonly role: string;
  /** Compiled once, for all threads. */
  readonly engine: CompiledEngine;
  readonly input: InputContract;
  readonly classes: readonly ClassName[];
  readonly topK: number;
  readonly golden: readonly GoldenImage[];
  /** Absent where the bundle cannot tell strange images. */
  readonly ood?: OodParts;
}

/** An image as a thread is given it. */
export interface ThreadImage {
  readonly index: number;
  readonly path: string;
  readonly content: { readonly file: string } | { readonly bytes: Uint8Array } | Unanswerable;
}

/** Images that are answered in one go. */
export interface Batch {
  readonly images: readonly ThreadImage[];
}

/** The answers to a batch, in its order. */
export interface Answered {
  /** Lines of NDJSON, each with its end. */
  readonly lines: string;
  readonly images: number;
  /** How many of them are errors, by code. */
  readonly errors: Readonly<Record<string, number>>;
}

/** What a thread says. */
export type FromThread =
  | { readonly kind: "started" }
  | { readonly kind: "answered"; readonly answered: Answered }
  | { readonly kind: "freed" };

/** What it is told: a batch, or to free what would outlive it. */
export type ToThread = Batch | "free";
