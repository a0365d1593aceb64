/**
 * The models in service, and how others replace them: load and test the new ones beside the old ones, swap, then let the
 * old ones finish. A model that cannot be loaded changes nothing.
 */
import type { ServedModels } from "./served-model.ts";

/** Called after each load. */
export interface ModelSlotEvents {
  readonly onLoaded: (models: ServedModels, previous: ServedModels | undefined) => void;
  readonly onFailed: (error: unknown) => void;
}

/** Undefined where there is nothing new to serve. */
export type OpenModels = (previous: ServedModels | undefined) => Promise<ServedModels | undefined>;

/** Holds the models in service. */
export class ModelSlot {
  readonly #open: OpenModels;
  readonly #events: ModelSlotEvents;
  #current: ServedModels | undefined;
  #loading: Promise<boolean> | undefined;
  #next: Promise<boolean> | undefined;

  constructor(open: OpenModels, events: ModelSlotEvents) {
    this.#open = open;
    this.#events = events;
  }

  /** Undefined until the first ones have passed their self-tests. */
  get current(): ServedModels | undefined {
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
    let next: ServedModels | undefined;
    try {
      next = await this.#open(this.#current);
    } catch (error) {
      this.#events.onFailed(error);
      return false;
    }
    if (next === undefined) return false;
    const previous = this.#current;
    this.#current = next;
    this.#events.onLoaded(next, previous);
    await previous?.pool.close();
    return true;
  }
}
