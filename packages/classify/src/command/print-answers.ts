/** Answers on the terminal: for people, or a line of NDJSON each for the next program. */
import type { Terminal } from "@inception-edge/host";
import type { Answer } from "../answer/answer.ts";
import type { LoadingBatch } from "../engine/batches.ts";
import type { RunningModel } from "../engine/load-model.ts";

interface Print {
  readonly batches: AsyncIterable<LoadingBatch>;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly asText: boolean;
  /** False once nobody reads what is printed, as behind `| head`: nothing more is answered then. */
  readonly hasReader: () => boolean;
}

export async function printAnswers(
  { pool }: RunningModel,
  { batches, terminal, signal, asText, hasReader }: Print,
): Promise<void> {
  for await (const { lines } of pool.answer(batches, signal)) {
    if (!hasReader()) return;
    for (const line of lines.trimEnd().split("\n")) {
      if (asText) for (const text of describe(JSON.parse(line) as Answer)) terminal.line(text);
      else terminal.line(line);
    }
  }
}

function describe({ path, predictions = [], error }: Answer): string[] {
  if (error) return [path, `  ${error.message}`];
  const rows = predictions.map(({ id, label, score }) => {
    const name = id === label ? label : `${id}  ${label}`;
    return `  ${(100 * score).toFixed(1).padStart(5)} %  ${name}`;
  });
  return [path, ...rows];
}
