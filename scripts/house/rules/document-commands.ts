/** Commands that Markdown names exist: scripts of a package.json, and files that are run. */
import { posix } from "node:path";
import { counted, type Fault, type Finding, type House, type Manifest } from "../house.ts";
import { parseDocument, type Mention } from "../parse-document.ts";
import { manifestOf } from "../resolve-import.ts";
import { isHistory } from "./document-paths.ts";

/** pnpm's own commands, which need no script. */
const PNPM = new Set([
  "add",
  "install",
  "i",
  "exec",
  "dlx",
  "deploy",
  "pack",
  "publish",
  "update",
  "why",
]);
const NPM = new Set(["ci", "config", "exec", "install", "pack", "publish", "view"]);

export function documentCommands(house: House): Finding {
  const faults: Fault[] = [];
  for (const [path, text] of house.documents) {
    if (isHistory(path)) continue;
    const { commands, spans } = parseDocument(path, text);
    for (const { text: line, line: number } of [...commands, ...spans.filter(isCommand)]) {
      for (const words of splitCommands(line)) {
        const problem = problemOf(house, path, words);
        if (problem !== undefined) faults.push({ place: `${path}:${number}`, problem });
      }
    }
  }
  return counted("dead commands in Markdown", faults);
}

function isCommand({ text }: Mention): boolean {
  return /^(\w+=\S+ )*(pnpm|npm|node|bash|sh) \S/.test(text);
}

/** The words of each command of a line, without comments and variables in front. */
export function splitCommands(line: string): readonly (readonly string[])[] {
  return line
    .replace(/(^|\s)#.*$/, "")
    .split(/&&|\|\|?|;/)
    .map((command) => command.trim().split(/\s+/))
    .map((words) => words.slice(words.findIndex((word) => !/^\w+=/.test(word))))
    .filter(([first]) => first !== undefined && first !== "");
}

function problemOf(house: House, from: string, words: readonly string[]): string | undefined {
  const [program, ...args] = words;
  if (program === "npm") return scriptProblem(rootOf(house), NPM, args);
  if (program === "pnpm") return pnpmProblem(house, args);
  if (
    program === "node" ||
    program === "bash" ||
    program === "sh" ||
    program?.endsWith("/node") === true
  ) {
    return fileProblem(house, from, args);
  }
  return undefined;
}

function pnpmProblem(house: House, args: readonly string[]): string | undefined {
  const [option, value, ...rest] = args;
  if (option === "--filter" || option === "-F" || option === "--dir" || option === "-C") {
    if (value === undefined) return undefined;
    const isDir = option === "--dir" || option === "-C";
    const name = value.replace("@inception-edge/", "");
    const manifest = house.manifests.find((one) => (isDir ? one.folder : one.name) === name);
    if (manifest === undefined) return `runs a script of "${value}", which is no package of ours`;
    return scriptProblem(manifest, PNPM, rest);
  }
  return scriptProblem(rootOf(house), PNPM, args);
}

function scriptProblem(
  manifest: Manifest | undefined,
  builtin: ReadonlySet<string>,
  args: readonly string[],
): string | undefined {
  const [first, ...rest] = args.filter((word) => !word.startsWith("-"));
  const script = first === "run" ? rest[0] : first;
  if (manifest === undefined || script === undefined || /^[A-Z….<]/.test(script)) return undefined;
  if (manifest.scripts.includes(script) || (first !== "run" && builtin.has(script)))
    return undefined;
  const where = posix.join(manifest.folder, "package.json");
  return `runs "${script}", which ${where} does not have; it has ${manifest.scripts.join(", ") || "no scripts"}`;
}

/** A file given to a program, if it lies in a folder of ours. */
function fileProblem(house: House, from: string, args: readonly string[]): string | undefined {
  const file = args.find((word) => !word.startsWith("-"));
  if (file === undefined || !/^[\w.][\w./-]*\.(ts|js|sh)$/.test(file)) return undefined;
  const places = ["", manifestOf(house, from)?.folder ?? "", posix.dirname(from)];
  if (places.some((place) => house.files.includes(posix.join(place, file)))) return undefined;
  const [top = ""] = file.split("/");
  if (!house.files.some((one) => one.startsWith(`${top}/`))) return undefined;
  return `runs "${file}", which does not exist; the path starts at the repository's root`;
}

function rootOf({ manifests }: House): Manifest | undefined {
  return manifests.find(({ folder }) => folder === "");
}
