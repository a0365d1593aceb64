/** The error that a promise rejects with; throws if it does not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  if (error === undefined) throw new Error("Expected a rejection, got an answer");
  return error;
}
