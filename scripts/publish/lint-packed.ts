/** What publint and "Are the types wrong?" find in a tarball. */
import { mustRun } from "./must-run.ts";

interface Linter {
  readonly program: string;
  readonly args: (tarball: string) => readonly string[];
  /** What it says where it finds nothing: mere suggestions end with 0 too. */
  readonly clean: RegExp;
}

const LINTERS: readonly Linter[] = [
  {
    program: "node_modules/.bin/publint",
    args: (tarball) => ["run", tarball, "--strict"],
    clean: /^All good!$/m,
  },
  {
    // The packages are ESM alone; resolution that knows no `exports` is not for them.
    program: "node_modules/.bin/attw",
    args: (tarball) => [tarball, "--profile", "esm-only"],
    clean: /🟢/,
  },
];

/** What they object to, a text each; none where the tarball is clean. */
export async function lintPacked(tarball: string): Promise<readonly string[]> {
  const found = LINTERS.map(async ({ program, args, clean }) => {
    try {
      const output = await mustRun(program, args(tarball));
      return clean.test(output) ? [] : [`${program}: ${output.trim()}`];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  return (await Promise.all(found)).flat();
}
