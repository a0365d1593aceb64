/** The examples of a package's documentation: the first block of its README, and the `@example`s of its sources. */
import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "./published-packages.ts";

export interface Example {
  /** `packages/image/README.md` */
  readonly source: string;
  readonly code: string;
}

const BLOCK = /^```ts\n(.*?)^```$/ms;
const DOC_COMMENT = /^ *\/\*\*\n.*?^ *\*\/$/gms;

/**
 * The first block of a package's README.
 * @throws {Error} where it has none
 */
export function readmeExample(directory: string): Example {
  const path = join(directory, "README.md");
  return exampleOf(readFileSync(path, "utf8"), path);
}

/**
 * The `@example`s of a package's sources.
 * @throws {Error} where one holds no block
 */
export function sourceExamples(directory: string): readonly Example[] {
  return globSync("src/**/*.ts", { cwd: directory })
    .filter((file) => !file.endsWith(".test.ts"))
    .toSorted()
    .map((file) => join(directory, file))
    .flatMap((path) => examplesIn(readFileSync(path, "utf8")).map((text) => exampleOf(text, path)));
}

/** What follows each `@example` of doc comments, without the asterisks at the start of each line. */
function examplesIn(source: string): readonly string[] {
  return [...source.matchAll(DOC_COMMENT)].flatMap(([comment]) =>
    comment
      .replaceAll(/^ *\* ?/gm, "")
      .split(/^@example\b/m)
      .slice(1),
  );
}

function exampleOf(text: string, path: string): Example {
  const code = BLOCK.exec(text)?.[1];
  const source = relative(ROOT, path);
  if (code !== undefined) return { source, code };
  throw new Error(`Cannot find an example in ${source}: wanted a block that begins with \`\`\`ts`);
}

/**
 * What an example promises to print: the comments behind its `console.log`s that end a line. One that ends with "…"
 * promises only its beginning.
 */
export function promisedLines(code: string): readonly string[] {
  return [...code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map(([, line = ""]) => line);
}

/** The promises that the printed lines do not keep. */
export function brokenPromises(code: string, printed: string): readonly string[] {
  const lines = printed.split("\n");
  return promisedLines(code).filter((promise) =>
    promise.endsWith("…")
      ? !lines.some((line) => line.startsWith(promise.slice(0, -1).trimEnd()))
      : !lines.includes(promise),
  );
}
