/** Answers as NDJSON: one JSON object a line, UTF-8. */
import type { Chunks, Store } from "../output/store.ts";
import { answerLine, type Answer } from "./answer.ts";

const CHUNK_CHARACTERS = 1 << 18;

export async function* writeNdjson(answers: AsyncIterable<Answer>): Chunks {
  const encoder = new TextEncoder();
  let text = "";
  for await (const answer of answers) {
    text += `${answerLine(answer)}\n`;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield encoder.encode(text);
    text = "";
  }
  if (text !== "") yield encoder.encode(text);
}

export async function* readNdjson(store: Store, file: string): AsyncGenerator<Answer> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  for await (const chunk of store.read(file)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as Answer;
  }
  if (rest !== "") throw new Error(`Cannot read "${file}": its last line is cut off`);
}
