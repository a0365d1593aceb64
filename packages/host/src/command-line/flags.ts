/**
 * The command line as data: parsing, validation and `--help` all follow from one table of flags.
 * All errors of a command line are reported at once, each with its cure.
 */
import { parseArgs } from "node:util";

/** Thrown for a wrong command line; the message is for the user. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

interface FlagOf<T> {
  /** Placeholder of the value in `--help`; absent for a flag without a value. */
  readonly value?: string;
  readonly help: string;
  /** @throws {RangeError} if the text is not valid, with what is wanted */
  readonly parse: (text: string) => T;
}

/** The flags of a command by name, without the leading `--`. */
export type FlagTable = Readonly<Record<string, FlagOf<unknown>>>;

/** The result of `parseFlags`: the given flags by name. */
export type Flags<Table extends FlagTable> = {
  readonly [Name in keyof Table]?: ReturnType<Table[Name]["parse"]>;
};

/** A flag with a value. */
export function flag<T>(value: string, help: string, parse: (text: string) => T): FlagOf<T> {
  return { value, help, parse };
}

/** A flag without a value. */
export function toggle(help: string): FlagOf<true> {
  return { help, parse: () => true };
}

/**
 * Parses `args` according to `table`.
 * @throws {UsageError} naming every unknown flag and invalid value
 */
export function parseFlags<Table extends FlagTable>(
  table: Table,
  args: readonly string[],
): { readonly flags: Flags<Table>; readonly positionals: readonly string[] } {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(table).map(([name, { value }]) => [
        name,
        { type: value ? ("string" as const) : ("boolean" as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags: Record<string, unknown> = {};
  const positionals: string[] = [];
  const faults: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const entry = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (!entry) {
      faults.push(`Unknown flag "${token.rawName}"${suggestion(token.name, Object.keys(table))}`);
    } else if (entry.value && isMissing(token)) {
      faults.push(`Flag "--${token.name}" wants ${entry.value}, and got nothing`);
    } else if (!entry.value && token.value !== undefined) {
      faults.push(`Flag "--${token.name}" takes no value, and got "${token.value}"`);
    } else {
      try {
        flags[token.name] = entry.parse(token.value ?? "");
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        faults.push(`Flag "--${token.name}" wants ${error.message}, and got "${token.value}"`);
      }
    }
  }
  if (faults.length > 0) throw new UsageError(faults.join("\n"));
  return { flags: flags as Flags<Table>, positionals };
}

/** Like `parseFlags`, for a command that takes only flags. */
export function parseFlagsOnly<Table extends FlagTable>(
  table: Table,
  args: readonly string[],
): Flags<Table> {
  const { flags, positionals } = parseFlags(table, args);
  if (positionals.length > 0) {
    throw new UsageError(`Unknown argument "${positionals[0]}"; see --help`);
  }
  return flags;
}

/** In `--out --resume` the folder is missing; a folder of that name can be given as `--out=--resume`. */
function isMissing(token: {
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}): boolean {
  const { value, inlineValue } = token;
  return value === undefined || value === "" || (!inlineValue && value.startsWith("--"));
}

/** The flags as aligned lines for `--help`. */
export function describeFlags(table: FlagTable): string {
  const rows = Object.entries(table).map(
    ([name, { value, help }]) => [`--${name}${value ? ` ${value}` : ""}`, help] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`).join("\n");
}

/** Suggests a flag that begins with the given name or differs from it in at most two letters. */
function suggestion(name: string, known: readonly string[]): string {
  const near = known.find((other) => other.startsWith(name) || editDistance(name, other) <= 2);
  return near ? `; did you mean "--${near}"?` : "; see --help";
}

/** Levenshtein distance, computed row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}
