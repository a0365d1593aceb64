/** Jobs that no thread has begun, first come, first served. Each leaves when its client does, or when it waited too long. */

/** What the line knows of a job. */
export interface Waiter {
  readonly since: number;
}

/** What leaves by itself is handed over. */
export interface WaitingLineOptions<Ticket> {
  readonly maxWaitMs: number;
  readonly onLate: (ticket: Ticket) => void;
  readonly onGone: (ticket: Ticket) => void;
}

/** The line, in order. */
export class WaitingLine<Ticket extends Waiter> {
  readonly #options: WaitingLineOptions<Ticket>;
  readonly #tickets: Ticket[] = [];
  /** What ends listening for its client. */
  readonly #leave = new Map<Ticket, () => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: WaitingLineOptions<Ticket>) {
    this.#options = options;
  }

  get tickets(): readonly Ticket[] {
    return this.#tickets;
  }

  add(ticket: Ticket): void {
    this.#tickets.push(ticket);
  }

  /** From now on it may leave by itself. What a thread takes at once needs no timer, and nobody to listen. */
  watch(ticket: Ticket, signal: AbortSignal): void {
    if (!this.#tickets.includes(ticket)) return;
    const onAbort = (): void => this.#options.onGone(ticket);
    signal.addEventListener("abort", onAbort);
    this.#leave.set(ticket, () => signal.removeEventListener("abort", onAbort));
    this.#timer ??= setTimeout(() => this.#look(), this.#options.maxWaitMs);
  }

  remove(ticket: Ticket): void {
    const index = this.#tickets.indexOf(ticket);
    if (index >= 0) this.#tickets.splice(index, 1);
    this.#leave.get(ticket)?.();
    this.#leave.delete(ticket);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** All may wait equally long, so one timer serves all: it is set for the first of them. */
  #look(): void {
    this.#timer = undefined;
    for (let first = this.#tickets[0]; first !== undefined; first = this.#tickets[0]) {
      const leftMs = first.since + this.#options.maxWaitMs - performance.now();
      if (leftMs > 0) {
        this.#timer = setTimeout(() => this.#look(), leftMs);
        return;
      }
      this.#options.onLate(first); // which removes it
    }
  }
}
