/** Async sequences from arrays and back: `Array.fromAsync` is not among the types of ES2024. */

export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

export async function* asyncOf<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}
