/** A row of the table of settings. */

/** One that an operator can set. */
export interface Setting<T> {
  readonly fallback: T;
  /** For the README, with the unit. */
  readonly help: string;
  /** @throws {RangeError} with what is wanted, when the text is something else */
  readonly parse: (text: string) => T;
}

/** Its type is what `parse` gives. */
export function setting<T>(
  fallback: NoInfer<T>,
  help: string,
  parse: (text: string) => T,
): Setting<T> {
  return { fallback, help, parse };
}
