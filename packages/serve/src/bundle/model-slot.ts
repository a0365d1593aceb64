/**
 * The model in service, and how another replaces it: load and test the new one beside the old one, swap, then let the
 * old one finish. A model that cannot be loaded changes nothing.
 */
import type { ServedModel } from "./served-model.ts";

/** Called after each load. */
export interface ModelSlotEvents {
  readonly onLoaded: (model: ServedModel) => void;
  readonly onFailed: (error: unknown) => void;
}

/** Holds the model in service. */
export class ModelSlot {
  readonly #open: () => Promise<ServedModel>;
  readonly #events: ModelSlotEvents;
  #current: ServedModel | undefined;
  #loading: Promise<boolean> | undefined;
  #next: Promise<boolean> | undefined;

  constructor(open: () => Promise<ServedModel>, events: ModelSlotEvents) {
    this.#open = open;
    this.#events = events;
  }

  /** Undefined until the first one has passed its self-test. */
  get current(): ServedModel | undefined {
    return this.#current;
  }

  /**
   * Whether a new model is in service now. One load at a time: concurrent callers share the next load, since the one in
   * progress may have read an older bundle.
   */
  load(): Promise<boolean> {
    if (this.#loading === undefined) {
      this.#loading = this.#swap().finally(() => {
        this.#loading = undefined;
      });
      return this.#loading;
    }
    this.#next ??= this.#loading.then(() => {
      this.#next = undefined;
      return this.load();
    });
    return this.#next;
  }

  async close(): Promise<void> {
    await this.#next;
    await this.#loading;
    await this.#current?.pool.close();
  }

  async #swap(): Promise<boolean> {
    let next: ServedModel;
    try {
      next = await this.#open();
    } catch (error) {
      this.#events.onFailed(error);
      return false;
    }
    const previous = this.#current;
    this.#current = next;
    this.#events.onLoaded(next);
    await previous?.pool.close();
    return true;
  }
}
