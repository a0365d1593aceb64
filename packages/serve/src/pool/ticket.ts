/** A job in a pool, from when it is accepted until it is answered. */
import type { Lane } from "./lane.ts";
import type { PoolAnswer, PoolTask } from "./pool-job.ts";

/** A job, and who waits for it. */
export interface Ticket<Job, Started, Result> extends PoolTask<Job> {
  readonly since: number;
  /** When a thread began it. */
  begun: number;
  /** The thread that does it, or that it was sent ahead to. */
  lane: Lane<Job, Started, Result> | undefined;
  /** How often it was sent to one. */
  attempts: number;
  readonly resolve: (answer: PoolAnswer<Result>) => void;
  readonly reject: (error: unknown) => void;
  readonly answer: Promise<PoolAnswer<Result>>;
  /** It took a thread that nobody wanted. */
  readonly isIdle: boolean;
  readonly isSmall: boolean;
}

/** What a thread does within milliseconds, whoever made the image, and what is copied as fast as it is handed over. */
const SMALL = { pixels: 512 * 512, bytes: 64 * 1024 };

export function createTicket<Job, Started, Result>(
  task: PoolTask<Job>,
  { isIdle = false }: { readonly isIdle?: boolean } = {},
): Ticket<Job, Started, Result> {
  const { promise: answer, resolve, reject } = Promise.withResolvers<PoolAnswer<Result>>();
  const now = performance.now();
  const bytes = task.transfer.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const isSmall = !isIdle && task.pixels <= SMALL.pixels && bytes <= SMALL.bytes;
  const state = { since: now, begun: now, lane: undefined, attempts: 0 };
  return { ...task, ...state, resolve, reject, answer, isIdle, isSmall };
}
