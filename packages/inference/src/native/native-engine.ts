/**
 * LiteRT's library as an engine: `litert-native`. It is checked in the thread that chooses the engine, and again in
 * each thread that opens it, since the file may have been replaced in between.
 */
import { mayOpen, openLibrary, platform, readLibrary, type ForeignLibrary } from "#native-library";
import type { EngineChoice, ModelFile, RunningModel } from "../engine.ts";
import { InferenceError } from "../inference-error.ts";
import { litertFunctions } from "./litert-functions.ts";
import { startNativeModel } from "./native-model.ts";
import { LITERT_VERSION, pinnedLibraries, type PinnedLibrary } from "./pinned-libraries.ts";

/** Survives `postMessage`. */
export interface NativeEngine extends EngineChoice {
  readonly name: "litert-native";
  /** Path of the library. */
  readonly library: string;
}

/** Where the library comes from: the cure in most messages. */
const INSTALL = "install it by `pnpm --filter serve native:install`";

/** @throws {InferenceError} `no_engine`: no library, not the pinned one, not permitted, or one that this system cannot open */
export async function prepareNative(
  library: string | undefined,
  why: string,
): Promise<NativeEngine> {
  const pinned = pinnedLibraries[platform];
  if (pinned === undefined) {
    const others = Object.keys(pinnedLibraries).join(", ");
    throw unusable(`there is no library for ${platform}, only for ${others}`);
  }
  if (library === undefined) throw unusable(`LITERT_LIBRARY names no library; ${INSTALL}`);
  const refusal = mayOpen(library);
  if (refusal !== undefined) throw unusable(refusal);
  await checkHash(library, pinned);
  (await open(library, pinned)).close(); // Here it is an answer; in a worker it would be the end of the thread.
  return { name: "litert-native", variant: LITERT_VERSION, why, library };
}

/** An environment of the library a model, so a thread: it promises nothing of several threads in one. */
export async function startNative(
  { library }: NativeEngine,
  file: ModelFile,
): Promise<RunningModel> {
  const pinned = pinnedLibraries[platform]!;
  await checkHash(library, pinned);
  return startNativeModel(await open(library, pinned), file);
}

async function checkHash(library: string, pinned: PinnedLibrary): Promise<void> {
  const bytes = await readLibrary(library).catch((error: Error) => {
    throw unusable(`"${library}" cannot be read (${error.message}); ${INSTALL}`, error);
  });
  const found = await sha256(bytes);
  if (found === pinned.sha256) return;
  throw unusable(
    `"${library}" is not LiteRT ${LITERT_VERSION}: its SHA-256 is ${found.slice(0, 12)}…, wanted ${pinned.sha256.slice(0, 12)}…; ${INSTALL}`,
  );
}

async function open(library: string, { needs }: PinnedLibrary): Promise<ForeignLibrary> {
  try {
    return await openLibrary(library, litertFunctions);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unusable(`"${library}" cannot be opened (${reason}); it needs ${needs}`, cause);
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function unusable(reason: string, cause?: unknown): InferenceError {
  const message = `Cannot run a model with the engine "litert-native": ${reason}`;
  return new InferenceError("no_engine", message, { cause });
}
