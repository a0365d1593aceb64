/** Relative links in Markdown lead to files that exist, and their anchors to headings. */
import { posix } from "node:path";
import { counted, type Fault, type Finding, type House } from "../house.ts";
import { parseDocument, type Document } from "../parse-document.ts";

export function documentLinks(house: House): Finding {
  const documents = new Map(
    [...house.documents].map(([path, text]) => [path, parseDocument(path, text)]),
  );
  const faults: Fault[] = [];
  for (const { path, links } of documents.values()) {
    for (const { text, line } of links) {
      const problem = problemOf(house, documents, path, text);
      if (problem !== undefined) faults.push({ place: `${path}:${line}`, problem });
    }
  }
  return counted("dead links in Markdown", faults);
}

function problemOf(
  house: House,
  documents: ReadonlyMap<string, Document>,
  from: string,
  target: string,
): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? from : posix.join(posix.dirname(from), decodeURI(file));
  const folder = path === "./" ? "" : path.replace(/\/?$/, "/");
  const isFile = house.files.includes(path);
  if (!isFile && !house.files.some((one) => one.startsWith(folder))) {
    return `links to "${target}", which does not exist; the path starts at ${posix.dirname(from)}/`;
  }
  const document = documents.get(path);
  if (anchor === undefined || document === undefined || document.anchors.has(anchor)) {
    return undefined;
  }
  return `links to "${target}", but ${path} has no such heading; it has ${[...document.anchors].join(", ")}`;
}
