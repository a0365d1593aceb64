/** Thrown when the answers that are there do not fit what was asked for; the message is for the user. */

export class OutputError extends Error {
  override readonly name = "OutputError";
}
