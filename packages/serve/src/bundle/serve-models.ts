/**
 * Opens bundles and starts the threads that answer with all of them. One that cannot be used does not affect the others:
 * it is served as it was before, or not at all.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MANIFEST_PATH } from "@inception-edge/bundle";
import { sha256, type ImageLimits } from "@inception-edge/image";
import { compileEngine } from "@inception-edge/inference";
import type { ModelSetup } from "../worker/job.ts";
import type { ModelFolder } from "./find-models.ts";
import { readModel } from "./read-model.ts";
import type { ServedModel, ServedModels } from "./served-model.ts";
import { candidateFor, startThreads, type Candidate, type ThreadOptions } from "./start-threads.ts";

/** What serving depends on besides the bundles. */
export interface ServeModelsOptions extends ThreadOptions {
  readonly limits: ImageLimits;
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
  folders: readonly ModelFolder[],
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

  /** The bundle in the folder, else what is in service, else nothing. */
  async function candidateIn(folder: ModelFolder): Promise<Candidate | undefined> {
    const { id } = folder;
    const before = previous?.models.get(id);
    const fallback = before && { setup: before.setup, isInService: true };
    try {
      const [bundle, compiled] = await Promise.all([openBundle(folder, options), engine]);
      opened.set(id, bundle);
      return await candidateFor(bundle.setup, compiled, settings, fallback);
    } catch (error) {
      onRefused(id, error as Error);
      return fallback;
    }
  }

  const candidates = await Promise.all(folders.map(candidateIn));
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
  { id, folder }: ModelFolder,
  { settings, limits }: Pick<ServeModelsOptions, "settings" | "limits">,
): Promise<OpenBundle> {
  if (!USABLE_ID.test(id)) {
    throw new Error(
      `Cannot serve "${folder}": a model is called as its folder is, by letters, digits, "_", "." and "-"; rename it`,
    );
  }
  const read = (path: string): Promise<Uint8Array> => readFile(join(folder, path));
  const manifestBytes = await read(MANIFEST_PATH).catch(() => new Uint8Array()); // readModel reports it.
  const { manifest, card, setup } = await readModel(read, settings, limits);
  return {
    id,
    manifest,
    version: await sha256(manifestBytes),
    card,
    role: setup.role,
    canExplain: setup.camWeights !== undefined,
    setup: { ...setup, id },
  };
}
