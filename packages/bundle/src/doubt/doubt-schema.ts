/** Checks what an untrusted manifest says of answer sets, out-of-distribution scores and drift. */
import { z } from "zod";
import type { BundleAnswerSets, BundleDrift, BundleOutOfDistribution } from "./bundle-doubt.ts";

const text = z.string().min(1);
const count = z.int().min(0);
const fraction = z.number().min(0).max(1);
const inside = z.number().gt(0).lt(1);
const perClass = z.array(z.number().min(0).nullable());
const moments = z.object({ mean: z.number(), deviation: z.number().positive() });

const figures = z.object({
  coverage: inside,
  covered: fraction,
  meanSize: z.number().min(0),
  empty: fraction,
});

export const answerSetsSchema: z.ZodType<BundleAnswerSets> = z
  .object({
    images: count,
    coverages: z.array(inside).min(1),
    leastScores: z.record(text, z.array(fraction)),
    checked: z.object({
      split: text,
      images: count,
      figures: z.record(text, z.array(figures)),
      byClass: z.object({ role: text, coverage: inside, covered: perClass, meanSize: perClass }),
    }),
  })
  .refine(
    ({ coverages, leastScores }) =>
      Object.values(leastScores).every(({ length }) => length === coverages.length),
    "wanted a least score for each coverage",
  );

export const outOfDistributionSchema: z.ZodType<BundleOutOfDistribution> = z.object({
  images: count,
  kept: inside,
  featureMap: text,
  channels: z.int().min(1),
  scales: z.record(text, z.object({ distance: moments, entropy: moments, threshold: z.number() })),
  checked: z.object({
    split: text,
    images: count,
    marked: z.record(text, fraction),
    role: text,
    kinds: z.array(z.object({ kind: text, images: count, auroc: fraction, marked: fraction })),
  }),
});

const bins = z
  .object({ bounds: z.array(z.number()), shares: z.array(fraction) })
  .refine(
    ({ bounds, shares }) => shares.length === bounds.length + 1,
    "wanted one share more than bounds",
  );

export const driftSchema: z.ZodType<BundleDrift> = z.object({
  images: count,
  classes: z.array(fraction),
  confidence: z.record(text, bins),
  oodScore: z.record(text, bins),
});
