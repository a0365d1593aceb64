/** What the routes work with, and the state that the health checks report. */
import type { Context } from "hono";
import type { ImageLimits } from "@inception-edge/image";
import type { UploadBudget } from "./body/upload-budget.ts";
import type { EngineParts } from "./browser/parts.ts";
import type { ModelSlot } from "./bundle/model-slot.ts";
import type { ServedModel } from "./bundle/served-model.ts";
import type { HeldAnswers } from "./held-answers.ts";
import type { InFlight } from "./in-flight.ts";
import type { Log } from "./observe/log.ts";
import type { Metrics } from "./observe/metrics.ts";
import { Problem } from "./problem.ts";
import type { Comparisons } from "./rollout/comparison.ts";
import type { Rollout } from "./rollout/rollout.ts";
import type { KeyRing } from "./security/key-ring.ts";
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
  /** Which models answer the paths that name none. */
  readonly rollout: Rollout;
  readonly comparisons: Comparisons;
  readonly keys: KeyRing;
  readonly metrics: Metrics;
  readonly uploads: UploadBudget;
  /** Bodies that have not arrived completely. */
  readonly arriving: InFlight;
  /** Requests without an answer so far. */
  readonly unanswered: InFlight;
  readonly answers: HeldAnswers;
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

/**
 * The model of that id or, without one, the present model.
 * @throws {Problem} `not_ready` or `unknown_model`
 */
export function modelInService(
  { slot, rollout }: Pick<Service, "slot" | "rollout">,
  id: string | undefined = rollout.plan?.present,
): ServedModel {
  const { current } = slot;
  const model = current?.models.get(id ?? "");
  if (model !== undefined) return model;
  const why = current?.refused.get(id ?? "");
  if (current === undefined || why !== undefined) {
    const cause =
      why === undefined ? "the model is being loaded" : `"${id}" was refused; see /models`;
    throw new Problem("not_ready", `Cannot answer yet: ${cause}`, { retryAfterS: 1 });
  }
  const known = [...current.models.keys()].join(", ");
  throw new Problem("unknown_model", `Cannot find the model "${id}": there are ${known}`);
}

/** As `modelInService`, but undefined where there is none. */
export function servedModel(
  { slot }: Pick<Service, "slot">,
  id: string | undefined,
): ServedModel | undefined {
  return slot.current?.models.get(id ?? "");
}
