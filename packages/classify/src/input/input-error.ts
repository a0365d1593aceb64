/** Thrown when what is to be classified cannot be listed or read; the message is for the user. */

export class InputError extends Error {
  override readonly name = "InputError";
}
