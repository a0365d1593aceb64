/**
 * Which thread does which job. Small jobs are sent to a thread that still does another small one, which then goes on
 * without waiting for the thread that listens: on two cores that is a fifth more answers. Until they are begun, they wait
 * like all others, and are given to another thread if this one does not go on.
 */
import type { Lane } from "./lane.ts";
import type { Ticket } from "./ticket.ts";

/** Jobs that a thread has besides the one it does: for as long as the thread that listens may have to wait for a core. */
const AHEAD = 2;

/** What a pool does when something happens to a job. */
export interface AssignmentsOptions<Job, Started, Result> {
  /** A thread begins it. */
  readonly onBegun: (ticket: Ticket<Job, Started, Result>) => void;
  readonly onAnswered: (ticket: Ticket<Job, Started, Result>, result: Result) => void;
  /** Its thread has returned from it, or is lost. */
  readonly onReturned: (ticket: Ticket<Job, Started, Result>) => void;
  readonly onUnsendable: (ticket: Ticket<Job, Started, Result>, error: unknown) => void;
}

/** The jobs of all threads. */
export class Assignments<Job, Started, Result> {
  readonly #options: AssignmentsOptions<Job, Started, Result>;
  /** Until their threads return or are lost, even if an answer was sent at the deadline; the oldest first. */
  readonly #running = new Map<Lane<Job, Started, Result>, Ticket<Job, Started, Result>>();
  /** What those lanes do next, in their order; undefined for what was recalled. */
  readonly #ahead = new Map<
    Lane<Job, Started, Result>,
    (Ticket<Job, Started, Result> | undefined)[]
  >();

  constructor(options: AssignmentsOptions<Job, Started, Result>) {
    this.#options = options;
  }

  get running(): readonly Ticket<Job, Started, Result>[] {
    return [...this.#running.values()];
  }

  /** Whether the lane is, or will be in a moment, free for a job that somebody waits for. */
  isFor(lane: Lane<Job, Started, Result>): boolean {
    const running = this.#running.get(lane);
    const isForNobody = running === undefined ? lane.isBusy : running.isIdle; // recalled, thus small; or idle
    return lane.isFree || isForNobody;
  }

  /** @param next the first job that no thread has */
  give(
    lanes: Iterable<Lane<Job, Started, Result>>,
    next: () => Ticket<Job, Started, Result> | undefined,
  ): void {
    for (const lane of lanes) {
      for (let one = next(); one && lane.isFree; one = next()) this.start(lane, one);
    }
    for (let jobs = 1; jobs <= AHEAD; jobs += 1) {
      for (const [lane, { isSmall }] of this.#running) {
        const one = next();
        if (!one?.isSmall) return;
        if (isSmall && lane.jobs === jobs && !lane.isLate) this.#sendAhead(lane, one);
      }
    }
  }

  /** Only for a free lane. */
  start(lane: Lane<Job, Started, Result>, ticket: Ticket<Job, Started, Result>): void {
    this.#begin(lane, ticket);
    this.#send(lane, ticket, ticket.transfer);
  }

  /** What was sent ahead is no longer the thread's; it does it all the same, and nobody listens. */
  recall(ticket: Ticket<Job, Started, Result>): void {
    const ahead = ticket.lane && this.#ahead.get(ticket.lane);
    const index = ahead?.indexOf(ticket) ?? -1;
    if (index >= 0) ahead![index] = undefined;
    ticket.lane = undefined;
  }

  /** The thread is done with a job, and begins the next that was sent ahead. */
  goOn(lane: Lane<Job, Started, Result>): void {
    this.#release(lane);
    const next = this.#ahead.get(lane)?.shift();
    if (next !== undefined) this.#begin(lane, next);
  }

  /** The thread does not go on for now. */
  holdUp(lane: Lane<Job, Started, Result>): void {
    for (const ticket of this.#ahead.get(lane) ?? []) if (ticket !== undefined) this.recall(ticket);
  }

  /** The thread is lost. */
  lose(lane: Lane<Job, Started, Result>): void {
    this.#release(lane);
    this.holdUp(lane);
    this.#ahead.delete(lane);
  }

  /** As a copy: another thread needs it if this one does not go on. */
  #sendAhead(lane: Lane<Job, Started, Result>, ticket: Ticket<Job, Started, Result>): void {
    if (!this.#send(lane, ticket, [])) return;
    this.#ahead.set(lane, [...(this.#ahead.get(lane) ?? []), ticket]);
  }

  #begin(lane: Lane<Job, Started, Result>, ticket: Ticket<Job, Started, Result>): void {
    this.#running.set(lane, ticket);
    ticket.begun = performance.now();
    this.#options.onBegun(ticket);
  }

  /** @returns false for what cannot be sent */
  #send(
    lane: Lane<Job, Started, Result>,
    ticket: Ticket<Job, Started, Result>,
    transfer: readonly ArrayBuffer[],
  ): boolean {
    const { onAnswered, onUnsendable } = this.#options;
    ticket.lane = lane;
    const attempt = (ticket.attempts += 1);
    // By the time that the thread is done with it, it may have been recalled, and even come back.
    const ifWanted = (settle: () => void): void =>
      void (ticket.lane === lane && ticket.attempts === attempt && settle());
    try {
      lane.run(ticket.job, transfer).then(
        (result) => ifWanted(() => onAnswered(ticket, result)),
        (error: unknown) => ifWanted(() => ticket.reject(error)),
      );
      return true;
    } catch (error) {
      if (this.#running.get(lane) === ticket) this.#running.delete(lane);
      onUnsendable(ticket, error);
      return false;
    }
  }

  #release(lane: Lane<Job, Started, Result>): void {
    const ticket = this.#running.get(lane);
    if (ticket === undefined) return;
    this.#running.delete(lane);
    this.#options.onReturned(ticket);
  }
}
