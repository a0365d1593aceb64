/** The program in the test's own process, which is quicker than to start one. */
import type { Terminal } from "@inception-edge/host";
import { classifyArchive } from "../src/command/classify-command.ts";
import { exitCodeOf, explain } from "../src/command/failures.ts";
import { runMerge } from "../src/command/merge-command.ts";
import { readSettings } from "../src/command/settings.ts";
import type { Ended } from "./start-classify.ts";

/** @param args a command line, `merge` included */
export async function runClassify(args: readonly string[], cwd: string): Promise<Ended> {
  const [output, errors]: [string[], string[]] = [[], []];
  const [terminal, notes] = [terminalInto(output), terminalInto(errors)];
  const { signal } = new AbortController();
  let code = 0;
  try {
    if (args[0] === "merge") await runMerge({ args: args.slice(1), cwd, terminal, signal });
    else {
      const settings = readSettings(args, { cwd, environment: {} });
      const surroundings = { cwd, terminal, notes, signal, hasReader: () => true };
      await classifyArchive(settings, surroundings);
    }
  } catch (error) {
    notes.line(explain(error));
    code = exitCodeOf(error);
  }
  return { code, stdout: output.join(""), stderr: errors.join("") };
}

function terminalInto(lines: string[]): Terminal {
  return {
    line: (text = "") => void lines.push(`${text}\n`),
    progress: () => {},
    columns: () => Infinity,
  };
}
