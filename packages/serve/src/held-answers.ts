/**
 * Answers that are held back for a moment. Whoever waits for one opens no connection, so that the last have arrived when
 * the service stops listening: the kernel resets those that nobody has accepted by then.
 */
export class HeldAnswers {
  #release: PromiseWithResolvers<void> | undefined;

  hold(): void {
    this.#release ??= Promise.withResolvers();
  }

  release(): void {
    this.#release?.resolve();
    this.#release = undefined;
  }

  /** Resolves when an answer may leave; undefined: at once. */
  released(): Promise<void> | undefined {
    return this.#release?.promise;
  }
}
