/** What to print of something that was thrown. */

/** The message of an error that we raised, which is for its reader; of a bug also the stack trace. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // All our own messages begin like this; so do a few of V8's, but only those of bugs.
  const isBug = error instanceof TypeError || error instanceof ReferenceError;
  const isOurs = error.message.startsWith("Cannot ") && !isBug;
  return isOurs ? error.message : (error.stack ?? error.message);
}
