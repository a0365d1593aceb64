/** Answers of several shards, each in order, as one sequence in which every image stands exactly once. */
import { formatCount, formatInteger, formatList } from "@inception-edge/host";
import type { Answer } from "../answer/answer.ts";
import { OutputError } from "../output/output-error.ts";

/** What there is to answer. */
export interface Expected {
  readonly images: number;
  /** Their paths in order, where they are known. */
  readonly paths?: AsyncIterable<string> | undefined;
}

/** Faults that are named; more are counted. */
const NAMED = 10;

/** @throws {OutputError} at the end, with what was missing and what was double */
export async function* inOrder(
  shards: readonly AsyncIterable<Answer>[],
  { images, paths }: Expected,
): AsyncGenerator<Answer> {
  const heads = await Promise.all(shards.map((answers) => headOf(answers)));
  const names = paths?.[Symbol.asyncIterator]();
  const missing: string[] = [];
  const double: string[] = [];
  let next = 0;
  let last: Answer | undefined;
  for (;;) {
    const head = least(heads);
    const until = head?.answer?.index ?? images;
    for (; next < until; next += 1) missing.push(await nameOf(next));
    if (head?.answer === undefined) break;
    const { answer } = head;
    if (answer.index < next) double.push(`"${answer.path}"`);
    else {
      const name = names === undefined ? answer.path : await nameOf(next);
      if (name !== answer.path) missing.push(name);
      else yield answer;
      next += 1;
      last = answer;
    }
    await head.step();
  }
  const faults = [...describe("missing", missing), ...describe("answered twice", double)];
  if (faults.length === 0) return;
  throw new OutputError(`Cannot merge: ${formatList(faults)}; classify those shards again`);

  async function nameOf(index: number): Promise<string> {
    if (names !== undefined) return (await names.next()).value as string;
    return last === undefined ? `image ${index}` : `image ${index} (behind "${last.path}")`;
  }
}

function describe(what: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const more = paths.length > NAMED ? [`${formatInteger(paths.length - NAMED)} more`] : [];
  const count = `${formatCount(paths.length, "image")} ${paths.length === 1 ? "is" : "are"}`;
  return [`${count} ${what}: ${[...paths.slice(0, NAMED), ...more].join(", ")}`];
}

/** The next answer of a shard; none at its end. */
interface Head {
  readonly answer: Answer | undefined;
  step(): Promise<void>;
}

async function headOf(answers: AsyncIterable<Answer>): Promise<Head> {
  const iterator = answers[Symbol.asyncIterator]();
  const head = {
    answer: undefined as Answer | undefined,
    async step(): Promise<void> {
      const { done, value } = await iterator.next();
      head.answer = done ? undefined : value;
    },
  };
  await head.step();
  return head;
}

function least(heads: readonly Head[]): Head | undefined {
  let found: Head | undefined;
  for (const head of heads) {
    if (head.answer && (!found?.answer || head.answer.index < found.answer.index)) found = head;
  }
  return found;
}
