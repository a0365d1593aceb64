/** What the routes work with, and the state that the health checks report. */
import type { Context } from "hono";
import type { ImageLimits } from "@inception-edge/image";
import type { UploadBudget } from "./body/upload-budget.ts";
import type { EngineParts } from "./browser/parts.ts";
import type { ModelSlot } from "./bundle/model-slot.ts";
import type { ServedModel } from "./bundle/served-model.ts";
import type { InFlight } from "./in-flight.ts";
import type { Log } from "./observe/log.ts";
import type { Metrics } from "./observe/metrics.ts";
import { Problem } from "./problem.ts";
import type { Settings } from "./settings.ts";

/**
 * - `up`: serves as soon as there is a model
 * - `draining`: still answers, but is reported not ready
 * - `broken`: a thread hangs and cannot be ended; the process has to be restarted
 */
export type Phase = "up" | "draining" | "broken";

/** Everything that outlives a request. */
export interface Service {
  readonly settings: Settings;
  readonly limits: ImageLimits;
  readonly slot: ModelSlot;
  readonly metrics: Metrics;
  readonly uploads: UploadBudget;
  /** Bodies that have not arrived completely. */
  readonly arriving: InFlight;
  /** Requests without an answer so far. */
  readonly unanswered: InFlight;
  readonly log: Log;
  /** The page's files by name, `index.html` among them. */
  readonly page: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** What a page loads to classify by itself, besides the bundle; undefined: nothing. */
  readonly browser: BrowserFiles | undefined;
  /** The client that limits and shares apply to: see security/client-address.ts. */
  readonly clientAddress: (c: Context) => string;
  phase: Phase;
}

/** Worker, engine and codecs, as `EngineParts` lists them. */
export interface BrowserFiles {
  /** Undefined where they were not made. */
  readonly parts: () => Promise<EngineParts | undefined>;
  /** @param url one of theirs */
  readonly read: (url: string) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Facts about a request for the log, the metrics and Server-Timing. */
export interface RequestFacts {
  /** Milliseconds by stage, summed over its images. */
  timings: Record<string, number>;
  /** Further fields of its log line. */
  log: Record<string, unknown>;
}

/** What hono's context holds for a request. */
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
