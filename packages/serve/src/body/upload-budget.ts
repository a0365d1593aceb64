/**
 * Bytes of all bodies that are held at once. Only bytes that have arrived count, not a declared length, and no client
 * gets more than its share: one address cannot lock others out, neither with many headers nor with large bodies.
 */
import { Problem } from "../problem.ts";

/** Bytes that may be held at once. */
export interface UploadLimits {
  /** For all bodies together. */
  readonly maxBytes: number;
  /** For all bodies of one client. */
  readonly maxClientBytes: number;
}

/** One body's part of the budget. */
export interface UploadAccount {
  /** @throws {Problem} `upload_budget`, after releasing all that was taken */
  take(bytes: number): void;
  /** Gives back all that was taken. */
  release(): void;
}

/** The budget of all bodies; each body has an account in it. */
export class UploadBudget {
  readonly #limits: UploadLimits;
  /** By client; clients that hold nothing are not in it. */
  readonly #held = new Map<string, number>();
  #bytes = 0;
  #isClosed = false;

  constructor(limits: UploadLimits) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Accepts no new body from now on. */
  close(): void {
    this.#isClosed = true;
  }

  /** @throws {Problem} `not_ready` once it is closed */
  account(client: string): UploadAccount {
    if (this.#isClosed) {
      throw new Problem("not_ready", "Cannot accept the body: the service is stopping", {
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
        release(); // At once, so that other bodies can use this room.
        throw refusal(excess);
      }
      this.#add(client, bytes);
      taken += bytes;
    };
    return { take, release };
  }

  /** Which limit would be exceeded. */
  #excess(client: string, bytes: number): string | undefined {
    const { maxBytes, maxClientBytes } = this.#limits;
    const held = this.#held.get(client) ?? 0;
    if (held + bytes > maxClientBytes) return `${maxClientBytes} bytes from your address`;
    if (this.#bytes + bytes > maxBytes) return `${maxBytes} bytes from all clients`;
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
  const detail = `Cannot receive the body now: more than ${excess} are not allowed at once; try again in 1 s`;
  return new Problem("upload_budget", detail, { retryAfterS: 1 });
}
