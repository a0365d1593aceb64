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
export interface UploadShare {
  /** @throws {Problem} `upload_budget` */
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
  share(client: string): UploadShare {
    if (this.#isClosed) {
      throw new Problem("not_ready", "Cannot take the body: the service is stopping", {
        retryAfterS: 1,
      });
    }
    let taken = 0;
    return {
      take: (bytes) => {
        this.#checkRoom(client, bytes);
        this.#add(client, bytes);
        taken += bytes;
      },
      release: () => {
        this.#add(client, -taken);
        taken = 0;
      },
    };
  }

  #checkRoom(client: string, bytes: number): void {
    const { maxBytes, maxClientBytes } = this.#limits;
    if ((this.#held.get(client) ?? 0) + bytes > maxClientBytes) {
      throw refusal(`more than ${maxClientBytes} bytes of your address would be held`);
    }
    if (this.#bytes + bytes > maxBytes) {
      throw refusal(`more than ${maxBytes} bytes of all requests would be held`);
    }
  }

  #add(client: string, bytes: number): void {
    this.#bytes += bytes;
    const held = (this.#held.get(client) ?? 0) + bytes;
    if (held === 0) this.#held.delete(client);
    else this.#held.set(client, held);
  }
}

function refusal(why: string): Problem {
  return new Problem("upload_budget", `Cannot receive the body now: ${why}; try again in 1 s`, {
    retryAfterS: 1,
  });
}
