/**
 * Opens bundles and starts the threads that answer with all of them. One that cannot be used does not affect the others:
 * it is served as it was before, or not at all.
 */
import { MANIFEST_PATH } from "@inception-edge/bundle";
import { sha256 } from "@inception-edge/image";
import { compileEngine } from "@inception-edge/inference";
import { DriftWatch } from "../observe/drift-watch.ts";
import type { ModelSetup } from "../worker/job.ts";
import type { FoundModel } from "./find-models.ts";
import { readModel, type ReadModelOptions } from "./read-model.ts";
import type { ServedModel, ServedModels } from "./served-model.ts";
import { candidateFor, startThreads, type Candidate, type ThreadOptions } from "./start-threads.ts";

/** What serving depends on besides the bundles. */
export interface ServeModelsOptions extends ThreadOptions, ReadModelOptions {
  /** Those in service until now. */
  readonly previous: ServedModels | undefined;
}

/** A model but for its threads. */
interface OpenBundle extends Omit<ServedModel, "started" | "setup" | "pool"> {
  readonly setup: Omit<ModelSetup, "engine">;
}

/** Ids stand in paths, headers and `MODELS`. */
const USABLE_ID = /^[A-Za-z0-9][\w.-]{0,63}$/;

/**
 * Resolves when each thread has passed the self-tests.
 * @returns undefined when there is nothing new to serve; what was refused has been reported then
 */
export async function serveModels(
  found: readonly FoundModel[],
  options: ServeModelsOptions,
): Promise<ServedModels | undefined> {
  const { settings, previous } = options;
  const engine = compileEngine(settings.ENGINE, { library: settings.LITERT_LIBRARY || undefined });
  const opened = new Map<string, OpenBundle>();
  const refused = new Map<string, string>();
  const onRefused = (id: string, cause: Error): void => {
    options.onRefused(id, cause);
    if (!previous?.models.has(id)) refused.set(id, cause.message);
  };

  /** The bundle as it is now, else as it is in service, else nothing. */
  async function candidateOf(model: FoundModel): Promise<Candidate | undefined> {
    const { id } = model;
    const before = previous?.models.get(id);
    const fallback = before && { setup: before.setup, isInService: true };
    try {
      const [bundle, compiled] = await Promise.all([openBundle(model, options), engine]);
      opened.set(id, bundle);
      return await candidateFor(bundle.setup, compiled, settings, fallback);
    } catch (error) {
      onRefused(id, error as Error);
      return fallback;
    }
  }

  const candidates = await Promise.all(found.map(candidateOf));
  const threads = await startThreads(
    candidates.filter((candidate) => candidate !== undefined),
    { ...options, onRefused },
  );
  if (threads === undefined) return undefined;
  const { pool } = threads;
  const models = threads.models.map(({ candidate: { setup, isInService }, started }) => {
    const { id } = setup;
    const model = isInService ? previous!.models.get(id)! : opened.get(id)!;
    return [id, { ...model, started, setup, pool }] as const;
  });
  return { models: new Map(models), refused, pool };
}

async function openBundle(
  { id, read }: FoundModel,
  options: ReadModelOptions & Pick<ServeModelsOptions, "settings">,
): Promise<OpenBundle> {
  if (!USABLE_ID.test(id)) {
    throw new Error(
      `Cannot serve "${id}": a model is called as its folder is, by letters, digits, "_", "." and "-"; rename it`,
    );
  }
  const [manifestBytes, { manifest, card, setup }] = await Promise.all([
    read(MANIFEST_PATH).catch(() => new Uint8Array()), // readModel reports it.
    readModel(read, options.settings, options),
  ]);
  return {
    id,
    manifest,
    version: await sha256(manifestBytes),
    manifestBytes: manifestBytes.length,
    read,
    card,
    role: setup.role,
    canExplain: setup.camWeights !== undefined,
    oodThreshold: setup.ood?.scale.threshold,
    drift: manifest.drift && new DriftWatch(manifest.drift, setup.role),
    setup: { ...setup, id },
  };
}
