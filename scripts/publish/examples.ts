/** The examples of a package's documentation: the first block of its README, and the `@example`s of its sources. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Example {
  /** Of the package's folder: `image/README.md`. */
  readonly source: string;
  readonly code: string;
}

const BLOCK = /^```ts\n(.*?)^```$/ms;
const DOC_COMMENT = /^ *\/\*\*\n.*?^ *\*\/$/gms;

/**
 * Those of the package in `directory`.
 * @throws {Error} where the README has none, or an `@example` holds no block
 */
export function readExamples(directory: string, folder: string): readonly Example[] {
  const sources = globSync("src/**/*.ts", {
    cwd: directory,
    exclude: (file) => file.endsWith(".test.ts"),
  }).toSorted();
  return ["README.md", ...sources].flatMap((file) => {
    const text = readFileSync(join(directory, file), "utf8");
    const source = `${folder}/${file}`;
    const texts = file === "README.md" ? [text] : commentsWithExample(text);
    return texts.map((part) => ({ source, code: codeOf(part, source) }));
  });
}

/** Doc comments that hold an example, without the asterisks at the start of each line. */
function commentsWithExample(text: string): readonly string[] {
  return [...text.matchAll(DOC_COMMENT)]
    .map(([comment]) => comment.replaceAll(/^ *\* ?/gm, ""))
    .filter((comment) => /^@example\b/m.test(comment));
}

function codeOf(text: string, source: string): string {
  const code = BLOCK.exec(text)?.[1];
  if (code === undefined) {
    throw new Error(
      `Cannot find the example of ${source}: wanted a block that begins with \`\`\`ts`,
    );
  }
  return code;
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
