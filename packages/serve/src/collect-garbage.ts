/**
 * Frees what starting needed: modules' sources, the bundle's bytes, the engine's compiler. A thread that waits for work
 * would keep that for a long time. Does nothing where the runtime was started without `--expose-gc`.
 */
export function collectGarbage(): void {
  (globalThis as { readonly gc?: () => void }).gc?.();
}
