/**
 * Bytes of all bodies that are held at once. What has arrived counts, never what a header promises, and no client holds
 * more than its share: neither many heads nor the bodies of one address shut others out.
 */
import { Problem } from "../problem.ts";

export interface UploadLimits {
  /** Of all bodies. */
  readonly maxBytes: number;
  /** Of all bodies of one client. */
  readonly maxClientBytes: number;
}

/** What one body takes of the budget. */
export interface UploadAccount {
  /** @throws {Problem} `upload_budget`; all that was taken is given back then */
  take(bytes: number): void;
  /** All that was taken is given back. */
  release(): void;
}

export class UploadBudget {
  readonly #limits: UploadLimits;
  /** By client; who holds nothing is not in it. */
  readonly #held = new Map<string, number>();
  #bytes = 0;
  #isClosed = false;

  constructor(limits: UploadLimits) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Takes no other body from now on. */
  close(): void {
    this.#isClosed = true;
  }

  /** @throws {Problem} `not_ready` once it is closed */
  account(client: string): UploadAccount {
    if (this.#isClosed) {
      throw new Problem("not_ready", "Cannot take the body: the service is stopping", {
        retryAfterS: 1,
      });
    }
    let taken = 0;
    const release = (): void => {
      this.#add(client, -taken);
      taken = 0;
    };
    const take = (bytes: number): void => {
      const excess = this.#excess(client, bytes);
      if (excess !== undefined) {
        release(); // At once: bodies that arrive in the same moment may have this room.
        throw refusal(excess);
      }
      this.#add(client, bytes);
      taken += bytes;
    };
    return { take, release };
  }

  /** What there would be too much of. */
  #excess(client: string, bytes: number): string | undefined {
    const { maxBytes, maxClientBytes } = this.#limits;
    const held = this.#held.get(client) ?? 0;
    if (held + bytes > maxClientBytes) return `${maxClientBytes} bytes of your address`;
    if (this.#bytes + bytes > maxBytes) return `${maxBytes} bytes of all requests`;
    return undefined;
  }

  #add(client: string, bytes: number): void {
    this.#bytes += bytes;
    const held = (this.#held.get(client) ?? 0) + bytes;
    if (held === 0) this.#held.delete(client);
    else this.#held.set(client, held);
  }
}

function refusal(excess: string): Problem {
  const detail = `Cannot receive the body now: more than ${excess} would be held; try again in 1 s`;
  return new Problem("upload_budget", detail, { retryAfterS: 1 });
}
