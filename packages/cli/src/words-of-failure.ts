/** What a person reads of an error that no other rule words: our own message, or the trace of a defect. */
export function wordsOfFailure(error: Error): string {
  // Messages we wrote begin so, and a few of V8's, which only defects cause.
  const isDefect = error instanceof TypeError || error instanceof ReferenceError;
  const isOurs = error.message.startsWith("Cannot ") && !isDefect;
  return isOurs ? error.message : (error.stack ?? error.message);
}
