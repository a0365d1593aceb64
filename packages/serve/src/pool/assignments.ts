/**
 * Which thread does which job. A small job is sent to a thread that still does another small one, which then goes on
 * without waiting for the thread that listens: on two cores that is a fifth more answers. Until it is begun, it waits like
 * all others, and is given to another thread if this one does not go on.
 */
import type { Lane } from "./lane.ts";
import type { Ticket } from "./ticket.ts";

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
  readonly #ahead = new Map<Lane<Job, Started, Result>, Ticket<Job, Started, Result>>();

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
    for (const [lane, { isSmall }] of this.#running) {
      const one = next();
      if (!one?.isSmall) return;
      if (isSmall && lane.takesAhead) this.#sendAhead(lane, one);
    }
  }

  /** Only for a free lane. */
  start(lane: Lane<Job, Started, Result>, ticket: Ticket<Job, Started, Result>): void {
    this.#begin(lane, ticket);
    this.#send(lane, ticket, ticket.transfer);
  }

  /** What was sent ahead is no longer the thread's; it does it all the same, and nobody listens. */
  recall(ticket: Ticket<Job, Started, Result> | undefined): void {
    if (ticket?.lane === undefined) return;
    this.#ahead.delete(ticket.lane);
    ticket.lane = undefined;
  }

  /** The thread begins what was sent ahead. */
  goOn(lane: Lane<Job, Started, Result>): void {
    this.#release(lane);
    const next = this.#ahead.get(lane);
    this.#ahead.delete(lane);
    if (next !== undefined) this.#begin(lane, next);
  }

  /** The thread does not go on for now. */
  holdUp(lane: Lane<Job, Started, Result>): void {
    this.recall(this.#ahead.get(lane));
  }

  /** The thread is lost. */
  lose(lane: Lane<Job, Started, Result>): void {
    this.#release(lane);
    this.holdUp(lane);
  }

  /** As a copy: another thread needs it if this one does not go on. */
  #sendAhead(lane: Lane<Job, Started, Result>, ticket: Ticket<Job, Started, Result>): void {
    this.#ahead.set(lane, ticket);
    this.#send(lane, ticket, []);
  }

  #begin(lane: Lane<Job, Started, Result>, ticket: Ticket<Job, Started, Result>): void {
    this.#running.set(lane, ticket);
    ticket.begun = performance.now();
    this.#options.onBegun(ticket);
  }

  #send(
    lane: Lane<Job, Started, Result>,
    ticket: Ticket<Job, Started, Result>,
    transfer: readonly ArrayBuffer[],
  ): void {
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
    } catch (error) {
      if (this.#running.get(lane) === ticket) this.#running.delete(lane);
      this.recall(ticket);
      onUnsendable(ticket, error);
    }
  }

  #release(lane: Lane<Job, Started, Result>): void {
    const ticket = this.#running.get(lane);
    if (ticket === undefined) return;
    this.#running.delete(lane);
    this.#options.onReturned(ticket);
  }
}
