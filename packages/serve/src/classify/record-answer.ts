/** What is known of an answer, for those who watch the service. */
import type { ServedModel } from "../bundle/served-model.ts";
import type { RequestFacts, Service } from "../service.ts";
import { isOutOfDistribution } from "./doubt.ts";
import type { ImageAnswer } from "./submit-uploads.ts";

/** Adds an answer to the metrics, the log line and Server-Timing. @param model that gave it */
export function recordAnswer(
  answer: ImageAnswer,
  facts: RequestFacts,
  {
    service: { metrics },
    model,
  }: { readonly service: Pick<Service, "metrics">; readonly model: ServedModel },
): void {
  model.drift?.add(answer);
  metrics.answered(isOutOfDistribution(answer, model));
  for (const [stage, ms] of Object.entries({ queue: answer.queueMs, ...answer.timings })) {
    metrics.stage(stage, ms / 1000);
    facts.timings[stage] = (facts.timings[stage] ?? 0) + ms;
  }
  const { image } = answer;
  facts.log["image"] = image ? `${image.format} ${image.width}x${image.height}` : "pixels";
}
