/**
 * Threads that answer with every model, each of which has passed its self-test in each of them. A model that fails is
 * tried in another way, or left out; by its test `auto` judges a native engine.
 */
import { compileEngine, type CompiledEngine, type EngineName } from "@inception-edge/inference";
import { clientShare } from "../client-share.ts";
import type { LossReason, Stage } from "../pool/lane.ts";
import { ModelRefused } from "../pool/worker-messages.ts";
import { WorkerPool } from "../pool/worker-pool.ts";
import type { Settings } from "../settings.ts";
import type { Classification, ClassifyJob, ModelSetup, WorkerStarted } from "../worker/job.ts";
import type { StartWorker } from "../worker/prepare-workers.ts";

/** The threads, which all models share. */
export type ClassifyPool = WorkerPool<ClassifyJob, readonly WorkerStarted[], Classification>;

/** Called when a thread can no longer be used. @param engine what it ran */
export type ThreadLost = (reason: LossReason, cause: Error, engine: EngineName) => void;

/** How threads are started. */
export interface ThreadOptions {
  readonly settings: Settings;
  readonly startWorker: StartWorker;
  readonly onLost: ThreadLost;
  /** Called for each new model that is given up. */
  readonly onRefused: (id: string, cause: Error) => void;
}

/** A model as it is to be served. */
export interface Candidate {
  readonly setup: ModelSetup;
  /** Whether it is served like this already: for such models alone no threads are started. */
  readonly isInService: boolean;
  /** What to try in its place when it fails. */
  readonly instead?: (cause: Error) => Promise<Candidate | undefined>;
}

/** Threads at work. */
export interface Threads {
  readonly pool: ClassifyPool;
  /** Those that answer, with what the first thread reported. */
  readonly models: readonly { readonly candidate: Candidate; readonly started: WorkerStarted }[];
}

/** Far longer than any start takes; a load must end one way or the other. */
const START_MS = 60_000;

/**
 * Where `auto` chose the native engine and that does not pass, or cannot be tested, WebAssembly takes its place.
 * @param fallback what follows when that fails too
 */
export async function candidateFor(
  setup: Omit<ModelSetup, "engine">,
  engine: CompiledEngine,
  { ENGINE }: Pick<Settings, "ENGINE">,
  fallback?: Candidate,
): Promise<Candidate> {
  const withEngine = (chosen: CompiledEngine): Candidate => ({
    setup: { ...setup, engine: chosen },
    isInService: false,
    instead: async () => fallback,
  });
  if (ENGINE !== "auto" || engine.name !== "litert-native") return withEngine(engine);
  const inWasm = async ({ message }: Error): Promise<Candidate> => {
    const wasm = await compileEngine("auto");
    return withEngine({
      ...wasm,
      why: `${wasm.why}; litert-native does not serve: ${message}`,
    });
  };
  return setup.golden.length === 0
    ? inWasm(new Error("The bundle has no golden images to test it by"))
    : { ...withEngine(engine), instead: inWasm };
}

/**
 * @returns undefined when nothing is left that is not in service already; all threads are closed then
 */
export async function startThreads(
  candidates: readonly Candidate[],
  options: ThreadOptions,
): Promise<Threads | undefined> {
  let tried = candidates;
  while (tried.some(({ isInService }) => !isInService)) {
    try {
      return await startWith(tried, options);
    } catch (error) {
      const next = tried.map((candidate) => afterFailure(candidate, error as Error, options));
      tried = (await Promise.all(next)).filter((candidate) => candidate !== undefined);
    }
  }
  return undefined;
}

/** The threads' failure is one model's, or may be that of any that is new. */
async function afterFailure(
  candidate: Candidate,
  error: Error,
  { onRefused }: Pick<ThreadOptions, "onRefused">,
): Promise<Candidate | undefined> {
  const { setup, isInService, instead } = candidate;
  const isToBlame = error instanceof ModelRefused ? error.model === setup.id : !isInService;
  if (!isToBlame) return candidate;
  const next = await instead?.(error);
  if (next === undefined || next.isInService) onRefused(setup.id, error);
  return next;
}

async function startWith(
  candidates: readonly Candidate[],
  { settings, startWorker, onLost }: ThreadOptions,
): Promise<Threads> {
  const share = clientShare(settings);
  const setups = candidates.map(({ setup }) => setup);
  const pool: ClassifyPool = new WorkerPool({
    startWorker: ({ memory }) => startWorker({ models: setups, clock: memory }),
    workers: settings.WORKERS,
    startMs: START_MS,
    stages: stages(settings),
    hangMs: settings.HANG_TIMEOUT_MS,
    maxQueue: settings.MAX_QUEUE,
    maxWaitMs: settings.QUEUE_TIMEOUT_MS,
    maxPixels: settings.MAX_QUEUED_PIXELS,
    maxClientQueue: share.queue,
    maxClientPixels: share.pixels,
    onLost: (reason, cause) => onLost(reason, cause, engineOf(setups)),
  });
  try {
    const [reports] = await pool.started;
    return {
      pool,
      models: candidates.map((candidate, at) => ({ candidate, started: reports![at]! })),
    };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

/** The native one if any model runs in it: what hangs there cannot be ended. */
function engineOf(setups: readonly ModelSetup[]): EngineName {
  const names = setups.map(({ engine }) => engine.name);
  return names.find((name) => name === "litert-native") ?? names[0]!;
}

function stages({ DECODE_TIMEOUT_MS, INFER_TIMEOUT_MS }: Settings): readonly Stage[] {
  return [
    { limitMs: DECODE_TIMEOUT_MS, problem: "decode_timeout" },
    { limitMs: INFER_TIMEOUT_MS, problem: "infer_timeout" },
  ];
}
