/** Paths of the repository and doors of packages that Markdown names in backticks exist. */
import { matchesGlob, posix } from "node:path";
import { counted, type Fault, type Finding, type House } from "../house.ts";
import { parseDocument } from "../parse-document.ts";
import { doorOf, manifestOf, packageNamed } from "../resolve-import.ts";

const FOLDERS =
  /^(packages|src|test|platform|bench|deploy|docs|examples|scripts|patches|\.changeset|\.ci)\//;
const PATH = /^[\w@.*<>/-]+$/;
/** The scope, and the condition under which packages resolve to their sources. */
const NO_PACKAGE = new Set(["@inception-edge/", "@inception-edge/source"]);
/** A name of code alone, `top-k.ts`. */
const SOURCE = /\.(ts|sh)$/;

export function documentPaths(house: House): Finding {
  const faults: Fault[] = [];
  for (const [path, text] of house.documents) {
    if (isHistory(path)) continue;
    for (const span of parseDocument(path, text).spans) {
      const problem = problemOf(house, path, span.text);
      if (problem !== undefined) faults.push({ place: `${path}:${span.line}`, problem });
    }
  }
  return counted("dead paths in Markdown", faults);
}

/** What was true when it was written. */
export function isHistory(path: string): boolean {
  return path.startsWith(".changeset/") || path.endsWith("CHANGELOG.md") || path === "docs/log.md";
}

function problemOf(house: House, from: string, span: string): string | undefined {
  if (NO_PACKAGE.has(span)) return undefined;
  if (packageNamed(span) !== undefined && PATH.test(span)) {
    if (doorOf(house, span) !== undefined || house.manifests.some(isNamed(span))) return undefined;
    return `names "${span}", which is neither a package nor a door of one`;
  }
  if (!PATH.test(span) || !(FOLDERS.test(span) || SOURCE.test(span))) return undefined;
  // `…/<name>.ts` and `*.bench.ts` stand for some files.
  const path = span.replaceAll(/<[^<>/]*>/g, "*").replace(/\/$/, "");
  const places = placesOf(house, from).map((folder) => posix.join(folder, path));
  if (!path.includes("/")) places.push(`**/${path}`);
  if (house.files.some((file) => places.some((place) => isAt(file, place)))) return undefined;
  return `names "${span}", which does not exist; a path starts at the root, at the document's folder, or at its package's src/`;
}

function placesOf(house: House, from: string): readonly string[] {
  const folder = manifestOf(house, from)?.folder ?? "";
  return ["", posix.dirname(from), folder, posix.join(folder, "src")];
}

/** The file itself, or a file in the folder. */
function isAt(file: string, place: string): boolean {
  if (!place.includes("*")) return file === place || file.startsWith(`${place}/`);
  return matchesGlob(file, place) || matchesGlob(file, `${place}/**`);
}

function isNamed(specifier: string): (manifest: { readonly name: string }) => boolean {
  return ({ name }) => specifier === `@inception-edge/${name}`;
}
