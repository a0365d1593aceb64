/** A model in service as the API tells of it. */
import { z } from "@hono/zod-openapi";
import { isOfDemo } from "@inception-edge/bundle";
import { describeClasses } from "../bundle/describe-classes.ts";
import type { ServedModel } from "../bundle/served-model.ts";

const inputSchema = z
  .object({
    size: z.int(),
    channels: z.literal("RGB"),
    range: z.array(z.number()),
    storedSize: z.int(),
    resize: z.string(),
    grey: z.string(),
    background: z.array(z.number()),
  })
  .openapi("InputContract", { description: "How an image is prepared for the network" });

const evaluationSchema = z
  .object({
    split: z.string(),
    images: z.int(),
    method: z.string(),
    values: z.record(z.string(), z.number()),
  })
  .openapi("Evaluation");

/** The body of `GET /model`. */
export const modelSchema = z
  .object({
    id: z.string().openapi({ description: "Its name in /models" }),
    name: z.string(),
    version: z.string().openapi({ description: "SHA-256 of the bundle's manifest" }),
    created: z.string(),
    engine: z.object({ name: z.string(), variant: z.string(), why: z.string() }),
    variant: z.string().openapi({ description: "Role of the model file in the bundle" }),
    selfTest: z.object({
      pictures: z
        .int()
        .openapi({ description: "Golden images answered correctly; 0: the bundle has none" }),
    }),
    explains: z.boolean(),
    answerSets: z
      .object({ images: z.int(), coverages: z.array(z.number()), checked: z.looseObject({}) })
      .optional()
      .openapi({ description: "Coverages on offer, and how the sets did; absent without sets" }),
    outOfDistribution: z
      .object({
        images: z.int(),
        kept: z.number(),
        threshold: z.number(),
        checked: z.looseObject({}),
      })
      .optional()
      .openapi({ description: "From which oodScore on an image is marked, and how that did" }),
    classes: z.int(),
    knows: z.string().openapi({ description: "What the model can tell apart, and what it cannot" }),
    input: inputSchema,
    metrics: z.array(evaluationSchema),
    dataset: z.object({
      name: z.string(),
      isDemo: z.boolean().openapi({ description: "Whether its images are the demo's drawings" }),
      fingerprint: z.string(),
      decoder: z.string(),
      counts: z.record(z.string(), z.number()),
      valFraction: z.number().optional().openapi({
        description: "Share of each class set apart as val; absent if the dataset has a val split",
      }),
      leftOut: z.int().optional().openapi({ description: "Files that could not be used" }),
      relabeled: z
        .int()
        .optional()
        .openapi({ description: "Images that were given another label, or left out, by hand" }),
    }),
    files: z.array(
      z.object({ path: z.string(), role: z.string(), bytes: z.int(), sha256: z.string() }),
    ),
    card: z.string().optional().openapi({ description: "Markdown" }),
  })
  .openapi("Model");

/** The model in the schema's shape. */
export function describeModel(model: ServedModel): z.infer<typeof modelSchema> {
  const { id, manifest, version, started, role, canExplain, card } = model;
  const { name, created, classes, metrics, dataset, input } = manifest;
  return {
    id,
    name,
    version,
    created,
    engine: started.engine,
    variant: role,
    selfTest: { pictures: started.golden },
    explains: canExplain,
    ...describeDoubt(model),
    classes: classes.length,
    knows: describeClasses(manifest),
    input: { ...input, range: [...input.range], background: [...input.background] },
    metrics: metrics.map((evaluation) => ({ ...evaluation })),
    dataset: { ...dataset, isDemo: isOfDemo(manifest) },
    files: [...manifest.files],
    ...(card !== undefined && { card }),
  };
}

/** What the bundle says of how far its answers can be trusted. */
function describeDoubt({
  manifest: { answerSets, outOfDistribution },
  oodThreshold,
  role,
}: ServedModel): Pick<z.infer<typeof modelSchema>, "answerSets" | "outOfDistribution"> {
  const { images, coverages, checked } = answerSets ?? {};
  return {
    ...(answerSets?.leastScores[role] && {
      answerSets: { images: images!, coverages: [...coverages!], checked: { ...checked! } },
    }),
    ...(outOfDistribution &&
      oodThreshold !== undefined && {
        outOfDistribution: {
          images: outOfDistribution.images,
          kept: outOfDistribution.kept,
          threshold: oodThreshold,
          checked: { ...outOfDistribution.checked },
        },
      }),
  };
}
