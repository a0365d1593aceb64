/** What is known of an answer, for those who watch the service. */
import type { ServedModel } from "../bundle/served-model.ts";
import { Problem } from "../problem.ts";
import type { RequestFacts, Service } from "../service.ts";
import { isOutOfDistribution } from "./doubt.ts";
import type { ImageAnswer } from "./submit-uploads.ts";

/** Whose answer it is, and where it is recorded. */
export interface Answering {
  readonly model: ServedModel;
  readonly facts: RequestFacts;
  readonly service: Pick<Service, "metrics" | "rollout">;
}

/** Adds an answer to the metrics, the model's record, the log line and Server-Timing. */
export function recordAnswer(
  answer: ImageAnswer | Problem,
  { model, facts, service: { metrics, rollout } }: Answering,
): void {
  const { id, drift } = model;
  const isFault = answer instanceof Problem && answer.status >= 500;
  rollout.answered(id, isFault);
  if (answer instanceof Problem) {
    metrics.image(id, isFault ? "failed" : "refused");
    return;
  }
  metrics.image(id, "answered");
  metrics.marked(id, isOutOfDistribution(answer, model));
  drift?.add(answer);
  for (const [stage, ms] of Object.entries({ queue: answer.queueMs, ...answer.timings })) {
    metrics.stage(id, stage, ms / 1000);
    facts.timings[stage] = (facts.timings[stage] ?? 0) + ms;
  }
  const { image } = answer;
  facts.log["image"] = image ? `${image.format} ${image.width}x${image.height}` : "pixels";
}
