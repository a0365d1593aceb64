import type { Terminal } from "@inception-edge/host";

/** A terminal whose every line begins with `prefix`. */
export function prefixedTerminal(terminal: Terminal, prefix: string): Terminal {
  return {
    line: (text = "") => terminal.line(prefix + text),
    progress: (text) => terminal.progress(prefix + text),
    columns: () => terminal.columns() - prefix.length,
  };
}
