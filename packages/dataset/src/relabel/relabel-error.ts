/** A relabel list that cannot be read, or does not fit the dataset; the message is for its author. */
export class RelabelError extends Error {
  override readonly name = "RelabelError";
}
