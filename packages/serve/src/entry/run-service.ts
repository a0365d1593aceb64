/**
 * The life of the process on either runtime: settings, listen, load, serve; an operator's signals change what is served;
 * SIGTERM and SIGINT end the process once every request is answered.
 */
import type { Context, Hono } from "hono";
import { describeError } from "@inception-edge/host/describe-error";
import { decodableFormats, imageFormats } from "@inception-edge/image";
import { createApp } from "../app.ts";
import { collectGarbage } from "../collect-garbage.ts";
import { createService } from "../create-service.ts";
import { jsonLog } from "../observe/log.ts";
import { findStart } from "../platform/find-start.ts";
import type { HandlerParts } from "../serverless/create-handler.ts";
import { servedModel, type Env, type Service } from "../service.ts";
import { settingNames, type Settings } from "../settings.ts";
import type { StartWorker } from "../worker/prepare-workers.ts";
import { browserFiles } from "./browser-files.ts";
import { bundleSource } from "./bundle-source.ts";
import { drain } from "./drain.ts";
import { KeyFiles } from "./key-files.ts";
import { listenError } from "./listen-error.ts";
import type { Listening, OnFault } from "./listening.ts";
import { obeySignals } from "./operator-signals.ts";
import { readPage } from "./read-page.ts";
import { modelsFingerprint, watchModels } from "./watch-models.ts";

/** What differs between Deno and Node. */
export interface Runtime {
  /** Whether it can end a thread that is inside a loop. If not, a hung thread ends the process. */
  readonly endsThreads: boolean;
  readonly prepareWorkers: (count: number) => StartWorker;
  readonly peerAddress: (c: Context) => string | undefined;
  listen(app: Hono<Env>, settings: Settings, onFault: OnFault): Promise<Listening>;
  /** In the place of the package's bundle and page: what a program of one file has in itself. */
  readonly builtIn?: Pick<HandlerParts, "bundle" | "page">;
  /** What stands before the platforms' folders: nothing, except where a test lays them out. */
  readonly root?: string;
}

/** Tells a supervisor to restart the process: EX_SOFTWARE of sysexits. */
const HUNG_EXIT_CODE = 70;

/** Ends the process with a message when the service cannot start. */
export async function runService(runtime: Runtime): Promise<void> {
  process.stdout.on("error", () => {}); // Nobody reads the log any more, but clients still want answers.
  try {
    await serve(runtime);
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  }
}

async function serve(runtime: Runtime): Promise<void> {
  let end = endAtOnce;
  // First of all: the kernel drops signals that a container's first process has no handler for.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end(0));
  const args = process.argv.slice(2);
  const settings = withCores(await findStart(readEnvironment(), { args, ...runtime }));
  const startWorker = runtime.prepareWorkers(settings.WORKERS);
  const { builtIn } = runtime;
  const { name, find, watched } = await bundleSource(settings.MODEL_DIR, builtIn?.bundle);
  const log = jsonLog(
    (line) => void process.stdout.write(`${line}\n`),
    () => new Date(),
  );
  const service = createService({
    settings,
    find,
    startWorker,
    formats: builtIn ? imageFormats : decodableFormats, // A program of one file has no codec of HEIC.
    page: builtIn?.page ?? (await readPage()),
    browser: builtIn ? undefined : browserFiles(),
    log,
    peerAddress: runtime.peerAddress,
    onHung: (engine) => {
      if (runtime.endsThreads && engine !== "litert-native") return; // No runtime ends a native call.
      service.phase = "broken";
      void end(HUNG_EXIT_CODE);
    },
  });
  const keyFiles = new KeyFiles(settings, service.keys, log);
  await keyFiles.read();
  const known = watched && (await modelsFingerprint(watched)); // before the load, which may read older bundles
  const load = (): Promise<boolean> => service.slot.load();
  const loaded = load();
  const listening = await listen(runtime, createApp(service), service);
  let ending: Promise<void> | undefined;
  end = (code) =>
    (ending ??= drain({ service, listening, code }).then((exit) => process.exit(exit)));
  obeySignals(service, () => {
    void keyFiles.refresh();
    void load();
  });
  const isServing = (await loaded) && servedModel(service, service.rollout.plan?.present);
  if (!isServing) throw new Error(`Cannot serve the bundle "${name}"; see the log for the reason`);
  const ms = Math.round(performance.now()); // since the process started
  log("info", { event: "ready", url: `http://localhost:${listening.port}`, ms, bundle: name });
  collectGarbage();
  const everyMs = settings.RELOAD_CHECK_S * 1000;
  if (everyMs > 0) keyFiles.watch(everyMs);
  if (everyMs > 0 && watched !== undefined) {
    watchModels(watched, { everyMs, known, load: () => void load() });
  }
}

/** While nothing is listened to, nothing is open. */
async function endAtOnce(code: number): Promise<void> {
  process.exit(code);
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
    throw listenError(error, settings);
  }
}

/** One by one: Deno permits only these. */
function readEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(settingNames.map((name) => [name, process.env[name]]));
}

function withCores(settings: Settings): Settings {
  return settings.WORKERS > 0
    ? settings
    : { ...settings, WORKERS: Math.min(64, navigator.hardwareConcurrency) };
}
