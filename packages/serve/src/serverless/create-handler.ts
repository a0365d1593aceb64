/**
 * The service as a fetch handler, for hosts that give a module one isolate: no socket, no threads, no files. What it
 * serves comes with the module.
 */
import type { WasmEngineName } from "@inception-edge/inference";
import { createApp } from "../app.ts";
import { onlyModel } from "../bundle/find-models.ts";
import { readEmbedded } from "../bundle/read-embedded.ts";
import { createService } from "../create-service.ts";
import { jsonLog } from "../observe/log.ts";
import { modelInService, type Service } from "../service.ts";
import { readSettings, type Settings } from "../settings.ts";
import { freeBytes } from "../worker/free-bytes.ts";
import { inThisThread } from "./in-this-thread.ts";

/** What comes with the module. */
export interface HandlerParts {
  /** Of the bundle, by path; those that a worker copies are empty afterwards. */
  readonly bundle: ReadonlyMap<string, Uint8Array>;
  readonly page: Service["page"];
  /** The one that comes with the module. */
  readonly engine: WasmEngineName;
  /** Variables; they stand over `SMALL`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What hosts call: `export default`. */
export interface Handler {
  /** @param info what the host tells of the connection */
  fetch(request: Request, info?: unknown): Response | Promise<Response>;
}

/** Defaults that fit into an isolate of 128 MB: a PNG takes 25 bytes a pixel. */
const SMALL = {
  MAX_PIXELS: "1000000",
  MAX_BASELINE_PIXELS: "16000000",
  MAX_QUEUED_PIXELS: "32000000",
  MAX_BODY_BYTES: String(8 * 1024 ** 2),
  MAX_UPLOAD_BYTES: String(16 * 1024 ** 2),
} as const;

/**
 * Resolves when the model has passed its self-test, on one golden image.
 * @throws {Error} when a setting or the bundle cannot be used
 */
export async function createHandler(parts: HandlerParts): Promise<Handler> {
  const { bundle, page, engine, environment } = parts;
  const log = jsonLog(
    (line) => console.log(line),
    () => new Date(),
  );
  const given = Object.entries(environment).filter(([, value]) => value);
  const settings: Settings = {
    ...readSettings({ ...SMALL, ...Object.fromEntries(given) }),
    ENGINE: engine,
    WORKERS: 1, // of the isolate's one thread
  };
  const service = createService({
    settings,
    find: onlyModel(readEmbedded(bundle)),
    startWorker: inThisThread(),
    golden: 1, // The build has tried them all, and each takes a tenth of the start.
    page,
    log,
    peerAddress: (c) => addressIn(c.env),
    onHung() {
      service.phase = "broken";
    },
  });
  if (!(await service.slot.load())) {
    throw new Error("Cannot serve the bundle in the module; see the log for the reason");
  }
  freeRead(bundle, service);
  const ms = Math.round(performance.now());
  log("info", { event: "ready", ms });
  const app = createApp(service);
  return { fetch: (request, info) => app.fetch(request, info as object) };
}

/** Of the bundle's files, which nobody reads again here, what the worker has as copies: the network most of all. */
function freeRead(bundle: HandlerParts["bundle"], service: Service): void {
  const { model, camWeights, ood, golden } = modelInService(service).setup;
  const kept = new Set([model, camWeights, ood?.gaussian, ...golden.map(({ bytes }) => bytes)]);
  for (const bytes of bundle.values()) {
    if (!kept.has(bytes.buffer as ArrayBuffer)) freeBytes(bytes);
  }
}

/** Deno's `ServeHandlerInfo`; other hosts tell it in headers, which TRUST_PROXY is for. */
function addressIn(info: unknown): string | undefined {
  const { remoteAddr } = (info ?? {}) as { readonly remoteAddr?: { readonly hostname?: string } };
  return remoteAddr?.hostname;
}
