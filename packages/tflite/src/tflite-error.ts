/** The bytes are not a TFLite model, or not one of ours. Callers catch it: a reload keeps the old model. */
export class TfliteError extends Error {
  override readonly name = "TfliteError";

  /** @param problem a clause that says where, what was found and what was wanted */
  constructor(problem: string, options?: ErrorOptions) {
    super(`Cannot use TFLite model: ${problem}`, options);
  }
}
