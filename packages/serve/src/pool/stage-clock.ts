/**
 * Which stage a thread's job is in, and since when, in memory that both sides see: the thread writes, and the pool reads
 * only where a deadline may have passed. A message instead would wake the thread that listens once more for each job.
 */

/** Where a job is. */
export interface StageReached {
  /** Index of the stage. */
  readonly stage: number;
  /** By `sharedNow`. */
  readonly since: number;
}

const JOB = 0;
const STAGE = 1;

/** Room for a number of 8 bytes, then two of 4. */
const BYTES = 16;

/** One thread's. */
export class StageClock {
  /** Goes to the thread. */
  readonly memory: ArrayBufferLike;
  readonly #since: Float64Array;
  readonly #reached: Int32Array;

  /** @param memory of the other side's */
  constructor(memory: ArrayBufferLike = newMemory()) {
    this.memory = memory;
    this.#since = new Float64Array(memory, 0, 1);
    this.#reached = new Int32Array(memory, 8, 2);
  }

  /** The job begins its next stage; it was in the first one when it began. */
  advance(job: number): void {
    const stage = Atomics.load(this.#reached, JOB) === job ? this.#reached[STAGE]! + 1 : 1;
    this.#since[0] = sharedNow();
    this.#reached[STAGE] = stage;
    Atomics.store(this.#reached, JOB, job);
  }

  /** Undefined while it is in its first stage. */
  read(job: number): StageReached | undefined {
    if (Atomics.load(this.#reached, JOB) !== job) return undefined;
    return { stage: this.#reached[STAGE]!, since: this.#since[0]! };
  }
}

/** Milliseconds by a clock that is the same in all threads. */
export function sharedNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Without shared memory there are no threads either, and both sides have the same object. */
function newMemory(): ArrayBufferLike {
  return typeof SharedArrayBuffer === "undefined"
    ? new ArrayBuffer(BYTES)
    : new SharedArrayBuffer(BYTES);
}
