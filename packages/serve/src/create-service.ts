/** Puts a service together from its settings and what only the entry knows. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "hono";
import { clientShare } from "./client-share.ts";
import { imageLimits } from "./image-limits.ts";
import { ModelSlot } from "./bundle/model-slot.ts";
import { serveModel } from "./bundle/served-model.ts";
import { describeError } from "./observe/log.ts";
import type { Log } from "./observe/log.ts";
import { createMetrics } from "./observe/metrics.ts";
import { UnderWay } from "./in-flight.ts";
import { UploadBudget } from "./body/upload-budget.ts";
import { clientAddress } from "./security/client-address.ts";
import type { Service } from "./service.ts";
import type { Settings } from "./settings.ts";
import type { StartWorker } from "./worker/prepare-workers.ts";

export interface ServiceParts {
  readonly settings: Settings;
  /** The bundle's folder. */
  readonly folder: string;
  readonly startWorker: StartWorker;
  readonly page: Service["page"];
  readonly log: Log;
  /** Address of the connection's other end; undefined where it cannot be known. */
  readonly peerAddress: (c: Context) => string | undefined;
  /** Called when a thread hangs; it has been replaced by then. */
  readonly onHung: () => void;
}

/** Nothing is loaded yet: `service.slot.load()` does that. */
export function createService(parts: ServiceParts): Service {
  const { settings, folder, startWorker, page, log, peerAddress, onHung } = parts;
  const uploads = new UploadBudget({
    maxBytes: settings.MAX_UPLOAD_BYTES,
    maxClientBytes: clientShare(settings).uploadBytes,
  });
  const slot = new ModelSlot(
    () =>
      serveModel((path) => readFile(join(folder, path)), {
        settings,
        startWorker,
        onLost(reason, cause) {
          log("error", { event: "worker lost", reason, why: describeError(cause) });
          metrics.workerLost(reason);
          if (reason === "hung") onHung();
        },
      }),
    {
      onLoaded({ manifest, version, role, started }) {
        metrics.loaded("ok");
        const { engine, golden } = started;
        log("info", { event: "model", name: manifest.name, version, role, engine, golden });
        if (golden === 0) {
          log("warn", {
            event: "self-test",
            why: "The bundle has no golden pictures; export it again",
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
    limits: imageLimits(settings),
    slot,
    metrics,
    uploads,
    arriving: new UnderWay(),
    unanswered: new UnderWay(),
    log,
    page,
    clientAddress: (c) => clientAddress(c, peerAddress(c), settings.TRUST_PROXY),
    phase: "up",
  };
}
