/** What a client can ask about an explanation, what a thread is told of it, and what is answered. */
import { z } from "@hono/zod-openapi";
import type { BundleClass } from "@inception-edge/bundle";
import { Problem } from "../problem.ts";

/** Parameters of POST /classify, beside its own. */
export const explainParameters = {
  explain: z
    .stringbool({ truthy: ["true", "1", "on"], falsy: ["false", "0", "off"] })
    .default(false)
    .openapi({
      type: "boolean",
      description: "Adds an overlay that shows which regions support the top class",
    }),
};

/** The parameters in a validated query; a route without explanations has none of them. */
export type ExplainQuery = Partial<z.infer<z.ZodObject<typeof explainParameters>>>;

/** What a thread is told: part of its job. */
export interface ExplainOptions {
  readonly explain: boolean;
}

/** What a thread returns. */
export interface Explained {
  /** The class that the overlay is about. */
  readonly classIndex: number;
  /** PNG with alpha, to be laid over the upright image. */
  readonly overlay: ArrayBuffer;
}

/** What a client gets. */
export const explanationSchema = z
  .object({
    id: z.string(),
    wnid: z.string().optional(),
    label: z.string(),
    overlay: z.string().openapi({
      description: "Data URL of a PNG with alpha, in the image's proportions, to lay over it",
    }),
  })
  .openapi("Explanation");

/** @throws {Problem} `explain_unavailable` */
export function explainOptions(
  { explain = false }: ExplainQuery,
  { canExplain }: { readonly canExplain: boolean },
): ExplainOptions {
  if (explain && !canExplain) {
    throw new Problem(
      "explain_unavailable",
      "Cannot explain: the bundle has no cam-weights; export it again, or leave out explain",
    );
  }
  return { explain };
}

/** A thread's result in the shape of the answer. */
export function toExplanation(
  { classIndex, overlay }: Explained,
  classes: readonly BundleClass[],
): z.infer<typeof explanationSchema> {
  const { id, wnid, label } = classes[classIndex]!;
  const base64 = Buffer.from(overlay).toString("base64");
  const overlayUrl = `data:image/png;base64,${base64}`;
  return { id, ...(wnid !== undefined && { wnid }), label, overlay: overlayUrl };
}
