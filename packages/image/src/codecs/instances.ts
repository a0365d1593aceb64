/// <reference lib="dom" />
/**
 * How long a codec's instance lives. Starting one costs as much as decoding a small image, so those that every
 * image needs are reused; but a heap is in an unknown state after a trap or an error (reusing it then makes
 * every later image fail), and it never shrinks. So an instance survives only an image that was decoded, and
 * only while it is small.
 */

interface Instance {
  readonly memory: WebAssembly.Memory;
}

/** @param drop has the instance end with this image although the work returns */
export type WithInstance<Exports> = <Result>(
  work: (exports: Exports, drop: () => void) => Result,
) => Result;

const MAX_KEPT_HEAP_BYTES = 64 * 1024 * 1024; // 64 MiB

/** Returns a function that lends its caller a live instance. */
export function reuseInstance<Exports extends Instance>(
  instantiate: () => Exports,
): WithInstance<Exports> {
  let kept: Exports | undefined;
  return function withInstance(work) {
    const exports = kept ?? instantiate();
    kept = undefined;
    let isSound = true;
    const result = work(exports, () => {
      isSound = false;
    });
    if (isSound && exports.memory.buffer.byteLength <= MAX_KEPT_HEAP_BYTES) kept = exports;
    return result;
  };
}
