/** Bytes of all bodies that are held at once; a share is taken while a body arrives and given back with its answer. */
import { Problem } from "../problem.ts";

export class UploadBudget {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws {Problem} `upload_budget` */
  take(bytes: number): void {
    if (this.#bytes + bytes > this.#maxBytes) {
      throw new Problem(
        "upload_budget",
        `Cannot receive the body now: more than ${this.#maxBytes} bytes of all requests would be held; try again in 1 s`,
        { retryAfterS: 1 },
      );
    }
    this.#bytes += bytes;
  }

  give(bytes: number): void {
    this.#bytes -= bytes;
  }
}
