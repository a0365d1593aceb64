/** Assembles a service from its settings and what only the entry knows. */
import type { Context } from "hono";
import type { ReadFile } from "@inception-edge/bundle";
import { describeError } from "@inception-edge/host/describe-error";
import { DEFAULT_LIMITS, type ImageLimits } from "@inception-edge/image";
import type { EngineName } from "@inception-edge/inference";
import { UploadBudget } from "./body/upload-budget.ts";
import { ModelSlot } from "./bundle/model-slot.ts";
import { serveModel } from "./bundle/served-model.ts";
import { clientShare } from "./client-share.ts";
import { InFlight } from "./in-flight.ts";
import type { Log } from "./observe/log.ts";
import { createMetrics } from "./observe/metrics.ts";
import { clientAddress } from "./security/client-address.ts";
import type { Service } from "./service.ts";
import type { Settings } from "./settings.ts";
import type { StartWorker } from "./worker/prepare-workers.ts";

/** What the entry, or another server, provides. */
export interface ServiceParts {
  readonly settings: Settings;
  /** Reads the bundle's files: `readFolder`, or of wherever they are. */
  readonly read: ReadFile;
  readonly startWorker: StartWorker;
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
  const { settings, read, startWorker, golden, page, log, peerAddress, onHung } = parts;
  const limits = imageLimits(settings);
  const uploads = new UploadBudget({
    maxBytes: settings.MAX_UPLOAD_BYTES,
    maxClientBytes: clientShare(settings).uploadBytes,
  });
  const slot = new ModelSlot(
    () =>
      serveModel(read, {
        settings,
        limits,
        golden,
        startWorker,
        onLost(reason, cause, engine) {
          log("error", { event: "worker lost", reason, why: describeError(cause) });
          metrics.workerLost(reason);
          if (reason === "hung") onHung(engine);
        },
      }),
    {
      onLoaded({ manifest, version, role, started }) {
        metrics.loaded("ok");
        log("info", { event: "model", name: manifest.name, version, role, ...started });
        if (started.golden === 0) {
          log("warn", {
            event: "self-test",
            why: "The bundle has no golden images; export it again",
          });
        }
      },
      onFailed(error) {
        metrics.loaded("failed");
        log("error", { event: "model refused", why: describeError(error) });
      },
    },
  );
  const metrics = createMetrics(slot, uploads);
  return {
    settings,
    limits,
    slot,
    metrics,
    uploads,
    arriving: new InFlight(),
    unanswered: new InFlight(),
    log,
    page,
    browser: parts.browser,
    clientAddress: (c) => clientAddress(c, peerAddress(c), settings.TRUST_PROXY),
    phase: "up",
  };
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
