/** What the routes work with, and the state that health checks answer from. */
import type { ImageLimits } from "@inception-edge/image";
import type { Context } from "hono";
import type { ModelSlot } from "./bundle/model-slot.ts";
import type { ServedModel } from "./bundle/served-model.ts";
import type { Log } from "./observe/log.ts";
import type { Metrics } from "./observe/metrics.ts";
import { Problem } from "./problem.ts";
import type { UnderWay } from "./in-flight.ts";
import type { UploadBudget } from "./body/upload-budget.ts";
import type { Settings } from "./settings.ts";

/**
 * - `up`: serves as soon as there is a model
 * - `draining`: answers on, but asks to be sent nothing more
 * - `broken`: a thread hangs that cannot be ended; wants to be started anew
 */
export type Phase = "up" | "draining" | "broken";

export interface Service {
  readonly settings: Settings;
  readonly limits: ImageLimits;
  readonly slot: ModelSlot;
  readonly metrics: Metrics;
  readonly uploads: UploadBudget;
  /** Bodies that are not whole yet. */
  readonly arriving: UnderWay;
  /** Requests that have no answer yet. */
  readonly unanswered: UnderWay;
  readonly log: Log;
  /** The page's files by name, `index.html` among them. */
  readonly page: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Whom limits and shares are for: see security/client-address.ts. */
  readonly clientAddress: (c: Context) => string;
  phase: Phase;
}

/** Facts of a request that the log, the metrics and Server-Timing tell when it is answered. */
export interface RequestFacts {
  /** Milliseconds by stage; of several images the sums. */
  timings: Record<string, number>;
  /** What the log line says besides. */
  log: Record<string, unknown>;
}

export interface Env {
  readonly Variables: { readonly requestId: string; readonly facts: RequestFacts };
}

/** @throws {Problem} `not_ready` */
export function modelInService({ slot }: Pick<Service, "slot">): ServedModel {
  if (slot.current !== undefined) return slot.current;
  throw new Problem("not_ready", "Cannot answer yet: the model is being loaded", {
    retryAfterS: 1,
  });
}
