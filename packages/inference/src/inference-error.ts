/** Everything that can go wrong with a model or an engine, by what a caller can do about it. */
export type InferenceErrorCode =
  /** The file is cut off, corrupt, of another format or of another kind of network: get another file. */
  | "bad_model"
  /** The file is sound and is not the network that was asked for: give the one that belongs here. */
  | "wrong_model"
  /** The input does not have as many numbers as the model takes: prepare it by the bundle's contract. */
  | "bad_input"
  /** No engine runs here, or not the one that was named: update the runtime, or name another. */
  | "no_engine"
  /** The engine failed at what it should do; the model is of no further use: open it again. */
  | "engine_failed"
  /** The model was disposed of. */
  | "disposed";

/** What `openModel` and the models that it opens throw. */
export class InferenceError extends Error {
  override readonly name = "InferenceError";
  readonly code: InferenceErrorCode;

  constructor(code: InferenceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
