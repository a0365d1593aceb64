/** What is known of an answer, for those who watch the service. */
import type { RequestFacts, Service } from "../service.ts";
import type { ImageAnswer } from "./submit-uploads.ts";

/** Adds an answer to the metrics, the log line and Server-Timing. */
export function recordAnswer(answer: ImageAnswer, facts: RequestFacts, { metrics }: Service): void {
  for (const [stage, ms] of Object.entries({ queue: answer.queueMs, ...answer.timings })) {
    metrics.stage(stage, ms / 1000);
    facts.timings[stage] = (facts.timings[stage] ?? 0) + ms;
  }
  const { image } = answer;
  facts.log["image"] = image ? `${image.format} ${image.width}x${image.height}` : "pixels";
}
