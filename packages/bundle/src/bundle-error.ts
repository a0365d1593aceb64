/** Thrown when a bundle cannot be used, with every problem found. Callers catch it: a reload keeps the old model. */

export class BundleError extends Error {
  override readonly name = "BundleError";
  /** One sentence each, with the file or field, what was found and what was wanted. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(`Cannot use bundle: ${problems.join("; ")}`, options);
    this.problems = problems;
  }
}
