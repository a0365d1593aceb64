/** The border to an engine: whatever it throws becomes an error with a name. */
import type { EngineChoice } from "./engine.ts";
import { InferenceError } from "./inference-error.ts";

/**
 * Engines throw numbers, objects of C++, WebAssembly traps and the statuses of a C library.
 * @throws {InferenceError} `engine_failed`
 */
export async function engineCall<T>(
  { name, variant }: EngineChoice,
  verb: string,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof InferenceError) throw cause;
    const reason = cause instanceof Error ? cause.message : `exception ${String(cause)}`;
    const message = `Cannot ${verb} the model in ${name} ${variant}: ${reason}`;
    throw new InferenceError("engine_failed", message, { cause });
  }
}
