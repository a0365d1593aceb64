/** Assembles a service from its settings and what only the entry knows. */
import type { Context } from "hono";
import { describeError } from "@inception-edge/host/describe-error";
import { DEFAULT_LIMITS, type ImageFormat, type ImageLimits } from "@inception-edge/image";
import type { EngineName } from "@inception-edge/inference";
import { UploadBudget } from "./body/upload-budget.ts";
import type { FindModels } from "./bundle/find-models.ts";
import { loadModels } from "./bundle/load-models.ts";
import { ModelSlot } from "./bundle/model-slot.ts";
import type { ServedModel } from "./bundle/served-model.ts";
import { clientShare } from "./client-share.ts";
import { HeldAnswers } from "./held-answers.ts";
import { InFlight } from "./in-flight.ts";
import type { Log } from "./observe/log.ts";
import { createMetrics, type Metrics } from "./observe/metrics.ts";
import { Comparisons } from "./rollout/comparison.ts";
import { Rollout } from "./rollout/rollout.ts";
import { clientAddress } from "./security/client-address.ts";
import { KeyRing } from "./security/key-ring.ts";
import type { Service } from "./service.ts";
import type { Settings } from "./settings.ts";
import type { StartWorker } from "./worker/prepare-workers.ts";

/** What the entry, or another server, provides. */
export interface ServiceParts {
  readonly settings: Settings;
  /** Where its models are: `modelsIn` a folder, or the `onlyModel`. */
  readonly find: FindModels;
  readonly startWorker: StartWorker;
  /** Those that its workers decode; by default what every host does. */
  readonly formats?: readonly ImageFormat[];
  /** See `ReadModelOptions`. */
  readonly golden?: number;
  readonly page: Service["page"];
  /** What the page loads to classify in the browser; without it the page does not offer that. */
  readonly browser?: Service["browser"];
  readonly log: Log;
  /** Address of the connection's other end; undefined where it is not known. */
  readonly peerAddress: (c: Context) => string | undefined;
  /** Called when a thread hangs; by then it has been replaced. */
  readonly onHung: (engine: EngineName) => void;
}

/** Loads nothing yet: `service.slot.load()` does. */
export function createService(parts: ServiceParts): Service {
  const { settings, find, startWorker, golden, page, log, peerAddress, onHung } = parts;
  const limits = { ...imageLimits(settings), ...(parts.formats && { formats: parts.formats }) };
  const uploads = new UploadBudget({
    maxBytes: settings.MAX_UPLOAD_BYTES,
    maxClientBytes: clientShare(settings).uploadBytes,
  });
  const slot = new ModelSlot(
    (previous) =>
      loadModels(find, previous, {
        settings,
        limits,
        golden,
        rollout,
        startWorker,
        onRefused(id, cause) {
          metrics.loaded(id, "failed");
          log("error", { event: "model refused", id, why: describeError(cause) });
        },
        onLost(reason, cause, engine) {
          log("error", { event: "worker lost", reason, why: describeError(cause) });
          metrics.workerLost(reason);
          if (reason === "hung") onHung(engine);
        },
      }),
    {
      onLoaded({ models, refused }, previous) {
        for (const model of models.values()) {
          if (model.setup !== previous?.models.get(model.id)?.setup) logLoaded(model);
        }
        rollout.loaded([...models.keys()], refused);
      },
      onFailed(error) {
        log("error", { event: "models refused", why: describeError(error) });
      },
    },
  );
  const rollout = new Rollout(settings, (change) => {
    metrics.changed(change);
    const { plan, reason, ...facts } = change;
    const level = reason === "asked" ? "info" : "error";
    log(level, { event: "rollout", reason, ...facts, shares: Object.fromEntries(plan.shares) });
  });
  const metrics: Metrics = createMetrics({ slot, rollout, uploads });
  return {
    settings,
    limits,
    slot,
    rollout,
    comparisons: new Comparisons(rollout, metrics),
    keys: new KeyRing(settings),
    metrics,
    uploads,
    arriving: new InFlight(),
    unanswered: new InFlight(),
    answers: new HeldAnswers(),
    log,
    page,
    browser: parts.browser,
    clientAddress: (c) => clientAddress(c, peerAddress(c), settings.TRUST_PROXY),
    phase: "up",
  };

  function logLoaded({ id, manifest, version, role, started }: ServedModel): void {
    metrics.loaded(id, "ok");
    log("info", { event: "model", id, name: manifest.name, version, role, ...started });
    if (started.golden === 0) {
      log("warn", {
        event: "self-test",
        id,
        why: "The bundle has no golden images; export it again",
      });
    }
  }
}

/** The settings that limit an image, as the decoder takes them. */
export function imageLimits(settings: Settings): ImageLimits {
  return {
    ...DEFAULT_LIMITS,
    maxBytes: settings.MAX_IMAGE_BYTES,
    maxSide: settings.MAX_SIDE,
    maxPixels: settings.MAX_PIXELS,
    maxBaselinePixels: settings.MAX_BASELINE_PIXELS,
    maxScans: settings.MAX_SCANS,
  };
}
