/**
 * The life of the process on either runtime: settings, listen, load, serve; SIGHUP loads the bundle anew; SIGTERM and
 * SIGINT end it when every request has its answer.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Context, Hono } from "hono";
import { collectGarbage } from "../collect-garbage.ts";
import { createApp } from "../app.ts";
import { findBundle } from "../bundle/find-bundle.ts";
import { describeError, jsonLog } from "../observe/log.ts";
import type { Env, Service } from "../service.ts";
import { readSettings, settingNames } from "../settings.ts";
import type { Settings } from "../settings.ts";
import { createService } from "../create-service.ts";
import type { StartWorker } from "../worker/prepare-workers.ts";
import { explainListen } from "./explain-listen.ts";
import { readPage } from "./read-page.ts";
import { bundleFingerprint, watchBundle } from "./watch-bundle.ts";

export interface Runtime {
  /** Whether it can end a thread that is inside a loop. Where not, a hung one ends the process. */
  readonly endsThreads: boolean;
  readonly prepareWorkers: (count: number) => StartWorker;
  readonly peerAddress: (c: Context) => string | undefined;
  listen(app: Hono<Env>, settings: Settings, onFault: OnFault): Promise<Listening>;
}

/** Told of a listener that failed and will be replaced. */
export type OnFault = (error: unknown) => void;

export interface Listening {
  readonly port: number;
  /** Whether closing cuts off the bodies that are under way. */
  readonly cutsBodies: boolean;
  /** Takes no new connection and resolves when the open requests have their answers. */
  close(): Promise<void>;
}

/** So that whoever supervises the process starts it anew: sysexits' EX_SOFTWARE. */
const HUNG_EXIT_CODE = 70;

/** Ends the process with a message when the service cannot start. */
export async function runService(runtime: Runtime): Promise<void> {
  process.stdout.on("error", () => {}); // Whoever read the log is gone; whoever asks wants answers all the same.
  try {
    await serve(runtime);
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  }
}

async function serve(runtime: Runtime): Promise<void> {
  const settings = withCores(readSettings(readEnvironment()));
  const startWorker = runtime.prepareWorkers(settings.WORKERS);
  const { folder } = await findBundle(settings.MODEL_DIR, {
    cwd: process.env["INIT_CWD"] ?? process.cwd(),
  });
  process.stdout.on("error", () => {}); // A log that nobody reads any more is no reason to answer nobody.
  const log = jsonLog(
    (line) => void process.stdout.write(`${line}\n`),
    () => new Date(),
  );
  const service = createService({
    settings,
    folder,
    startWorker,
    page: await readPage(),
    log,
    peerAddress: runtime.peerAddress,
    onHung: () => {
      if (runtime.endsThreads) return;
      service.phase = "broken";
      void end(HUNG_EXIT_CODE);
    },
  });
  const known = await bundleFingerprint(folder); // before the load, which may read an older bundle
  const load = (): Promise<boolean> => service.slot.load();
  const loaded = load();
  const listening = await listen(runtime, createApp(service), service);
  let isEnding = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end(0));
  process.on("SIGHUP", () => void load());
  if (!(await loaded)) throw new Error(`Cannot serve the bundle "${folder}"; the log tells why`);
  const ms = Math.round(performance.now()); // since the process began
  log("info", { event: "ready", url: `http://localhost:${listening.port}`, ms });
  collectGarbage();
  if (settings.RELOAD_CHECK_S > 0) {
    const everyMs = settings.RELOAD_CHECK_S * 1000;
    watchBundle(folder, { everyMs, known, load: () => void load() });
  }

  async function end(code: number): Promise<void> {
    if (isEnding) return;
    isEnding = true;
    process.exit(await drain({ service, listening, code }));
  }
}

async function listen(
  runtime: Runtime,
  app: Hono<Env>,
  { settings, log }: Service,
): Promise<Listening> {
  const onFault = (error: unknown): void =>
    log("error", { event: "listener failed", why: describeError(error) });
  try {
    return await runtime.listen(app, settings, onFault);
  } catch (error) {
    throw explainListen(error, settings);
  }
}

interface Drain {
  readonly service: Service;
  readonly listening: Listening;
  /** The exit code when all goes well. */
  readonly code: number;
}

/** In which a moment without a body under way is waited for before new ones are refused. */
const QUIET_MS = 1000;
/** For the last answers to leave, where the runtime waits for connections on which nothing was asked. */
const LINGER_MS = 500;

/**
 * Says that it is not ready, gives balancers time to see that, stops listening, and lets every open request end: those
 * whose bodies are under way too, where they must have arrived before.
 */
async function drain({ service, listening, code }: Drain): Promise<number> {
  const { settings, log, uploads, arriving, unanswered } = service;
  if (service.phase === "up") service.phase = "draining";
  log("info", { event: "draining" });
  await sleep(settings.DRAIN_DELAY_MS);
  const late = sleep(settings.DRAIN_TIMEOUT_MS).then(() => "late" as const);
  const ended = await Promise.race([answerAll(), late]);
  if (ended === "late") log("error", { event: "drained late", why: "Requests were still open" });
  else log("info", { event: "drained" });
  return ended === "late" ? 1 : code;

  async function answerAll(): Promise<"ended"> {
    if (listening.cutsBodies) await bodiesArrived();
    const closed = listening.close();
    await unanswered.none();
    await Promise.race([closed, sleep(LINGER_MS)]);
    return "ended";
  }

  async function bodiesArrived(): Promise<void> {
    await Promise.race([arriving.none(), sleep(QUIET_MS)]);
    if (arriving.count > 0) uploads.close();
    await arriving.none();
  }
}

/** One by one: Deno permits those and no others. */
function readEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(settingNames.map((name) => [name, process.env[name]]));
}

function withCores(settings: Settings): Settings {
  return settings.WORKERS > 0
    ? settings
    : { ...settings, WORKERS: Math.min(64, navigator.hardwareConcurrency) };
}
