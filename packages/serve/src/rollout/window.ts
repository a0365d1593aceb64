/** The latest outcomes of something that can go well or badly. */
export class Window {
  readonly #outcomes: Uint8Array;
  #count = 0;
  #bad = 0;

  /** @param size how many outcomes it holds */
  constructor(size: number) {
    this.#outcomes = new Uint8Array(size);
  }

  /** Of all that were added. */
  get count(): number {
    return this.#count;
  }

  /** Bad ones of the latest, in percent of the window's size: while it fills, the least that it can come to. */
  get percentBad(): number {
    return (100 * this.#bad) / this.#outcomes.length;
  }

  add(isBad: boolean): void {
    const place = this.#count % this.#outcomes.length;
    this.#bad += Number(isBad) - this.#outcomes[place]!;
    this.#outcomes[place] = Number(isBad);
    this.#count += 1;
  }
}
