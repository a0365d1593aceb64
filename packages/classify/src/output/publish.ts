/** Writes answers where they stay: whole, counted and with their digest. */
import type { Answer } from "../answer/answer.ts";
import { formats, type FormatName } from "../answer/formats.ts";
import type { PublishedAnswers } from "./manifest.ts";
import { measured, type Store } from "./store.ts";

export async function publishAnswers(
  store: Store,
  { file, format }: { readonly file: string; readonly format: FormatName },
  answers: AsyncIterable<Answer>,
): Promise<PublishedAnswers> {
  let answered = 0;
  const errors = new Map<string, number>();
  async function* counted(): AsyncGenerator<Answer> {
    for await (const answer of answers) {
      answered += 1;
      const { error } = answer;
      if (error) errors.set(error.code, (errors.get(error.code) ?? 0) + 1);
      yield answer;
    }
  }
  const [chunks, digest] = measured(formats[format].write(counted()));
  await store.write(file, chunks);
  const byCode = [...errors].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { file, ...digest(), answered, errors: Object.fromEntries(byCode) };
}
