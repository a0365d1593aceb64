/**
 * Inception v1 for small images as tables: Szegedy et al. 2014, "Going Deeper with Convolutions",
 * Table 1. `inceptionV1` turns them into a graph; no number here is repeated elsewhere.
 * Every deviation from the paper is marked, with its section, on its line.
 */
import type { OutputName } from "./graph.ts";

/** Deviation (§5: 224×224 with the mean subtracted): 56×56 of Tiny ImageNet's 64×64, in [0, 1]. */
export const DEFAULT_INPUT_SIZE = 56;

/** Deviation (§7: 1000): the classes of Tiny ImageNet. */
export const DEFAULT_CLASSES = 200;

export interface ConvSize {
  readonly kernelSize: number;
  readonly stride: number;
  readonly filters: number;
}

/** Deviation (§5, Figure 3): no local response normalization around conv2; VGG found no gain in it. */
export const STEM: Readonly<Record<"conv1" | "conv2Reduce" | "conv2", ConvSize>> = {
  conv1: { kernelSize: 7, stride: 1, filters: 64 }, // deviation (Table 1: 7×7/2): a small image keeps its detail
  conv2Reduce: { kernelSize: 1, stride: 1, filters: 64 },
  conv2: { kernelSize: 3, stride: 1, filters: 192 },
};

/** The pools that halve the map (Table 1: "max pool 3×3/2"). */
export const HALVING_POOL = { size: 3, stride: 2, padding: "same" } as const;

/** The pool inside a block, ahead of its projection (§4, Figure 2b). */
export const BLOCK_POOL = { size: 3, stride: 1, padding: "same" } as const;

export type AuxiliaryName = Exclude<OutputName, "main_out">;

export interface InceptionRow {
  readonly name: string;
  /** Channels of 1×1, 3×3 reduce, 3×3, 5×5 reduce, 5×5 and pool projection: Table 1's columns. */
  readonly filters: readonly [number, number, number, number, number, number];
  /** The halving pool after the block, by name. */
  readonly pool?: string;
  /** The auxiliary head that reads the block's output. */
  readonly head?: AuxiliaryName;
}

/** Table 1, "inception (3a)" to "inception (5b)", in order. */
export const INCEPTION_ROWS: readonly InceptionRow[] = [
  { name: "inception_3a", filters: [64, 96, 128, 16, 32, 32] },
  { name: "inception_3b", filters: [128, 128, 192, 32, 96, 64], pool: "pool3" },
  { name: "inception_4a", filters: [192, 96, 208, 16, 48, 64], head: "aux1" },
  { name: "inception_4b", filters: [160, 112, 224, 24, 64, 64] },
  { name: "inception_4c", filters: [128, 128, 256, 24, 64, 64] },
  { name: "inception_4d", filters: [112, 144, 288, 32, 64, 64], head: "aux2" },
  { name: "inception_4e", filters: [256, 160, 320, 32, 128, 128], pool: "pool4" },
  { name: "inception_5a", filters: [256, 160, 320, 32, 128, 128] },
  { name: "inception_5b", filters: [384, 192, 384, 48, 128, 128] },
];

/** The head on 4a and on 4d (§5, the list after Table 1). At 56×56 its pool leaves 1×1, not 4×4. */
export const AUXILIARY_HEAD = {
  pool: { size: 5, stride: 3, padding: "valid" },
  conv: { kernelSize: 1, stride: 1, filters: 128 },
  denseUnits: 1024,
} as const;

/** Fraction dropped in training ahead of each softmax (Table 1: 40 %; §5: 70 %). */
export const DROPOUT: { readonly main: number; readonly aux: number } = { main: 0.4, aux: 0.7 };

/** Deviation (the paper has none): Ioffe and Szegedy 2015, with Keras's epsilon. */
export const BATCH_NORM_EPSILON = 1e-3;
