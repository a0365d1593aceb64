/** The one way of all routes from inputs to a model's answers: counted, judged, and compared where another model is to see them. */
import type { Context } from "hono";
import type { Upload } from "../body/read-uploads.ts";
import type { ServedModel } from "../bundle/served-model.ts";
import type { ExplainOptions } from "../explain/schema.ts";
import type { Problem } from "../problem.ts";
import type { Compare } from "../rollout/comparison.ts";
import type { Env, Service } from "../service.ts";
import type { Pixels } from "./pixels.ts";
import { recordAnswer } from "./record-answer.ts";
import { submitUploads, type ImageAnswer } from "./submit-uploads.ts";

/** What is asked of which model. */
export interface AskedModel {
  readonly model: ServedModel;
  /** Whether the request's path names no model: such requests are shared, and compared. */
  readonly isShared: boolean;
  readonly inputs: readonly (Upload | Pixels)[];
  readonly explain: ExplainOptions;
}

/**
 * An answer or a problem for each input, in their order; the response's header names the model.
 * @throws {Problem} when there is no room for them now
 */
export async function answerInputs(
  c: Context<Env>,
  service: Service,
  { model, isShared, inputs, explain }: AskedModel,
): Promise<readonly (ImageAnswer | Problem)[]> {
  const facts = c.get("facts");
  c.header("x-model", model.id);
  facts.log["model"] = model.id;
  const compare = isShared ? beginComparison(service, model, inputs) : undefined;
  const submitted = submitUploads(inputs, model, {
    limits: service.limits,
    explain,
    client: service.clientAddress(c),
    signal: c.req.raw.signal,
  });
  compare?.(submitted);
  const answers = await submitted;
  for (const answer of answers) recordAnswer(answer, { model, facts, service });
  return answers;
}

/** Where another model is to answer the same images silently. */
function beginComparison(
  { rollout, comparisons, slot }: Service,
  model: ServedModel,
  inputs: readonly (Upload | Pixels)[],
): Compare | undefined {
  const other = slot.current?.models.get(rollout.comparedWith(model.id) ?? "");
  return other && comparisons.begin(model, other, inputs);
}
