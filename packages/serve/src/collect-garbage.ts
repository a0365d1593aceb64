/**
 * Lets go of what starting took: modules' sources, the bundle's bytes, the engine's compiler. A thread that waits for
 * work would keep that for long. Does nothing where the runtime was not started with `--expose-gc`.
 */
export function collectGarbage(): void {
  (globalThis as { readonly gc?: () => void }).gc?.();
}
