/** Paths as tables have them: of other systems, and as addresses. */
import { posix } from "node:path";

/** With "/" between folders, and without what makes it an address of a file: `C:\a\b.jpg`, `file:///a%20b.jpg`. */
export function plainPath(written: string): string {
  const path = written.replaceAll("\\", "/");
  if (!URL.canParse(path)) return ofLabelStudio(path);
  const { protocol, pathname } = new URL(path);
  return ["file:", "http:", "https:"].includes(protocol) ? decoded(pathname) : path;
}

/** The folders that all paths begin with. */
export function commonFolders(paths: readonly string[]): string[] {
  const [first = [], ...others] = paths.map((path) => path.split("/").slice(0, -1));
  const end = first.findIndex((part, index) => others.some((parts) => parts[index] !== part));
  return end === -1 ? first : first.slice(0, end);
}

/** Joined, without "." and needless ".."; "" for the root itself. */
export function joined(...parts: readonly string[]): string {
  const path = posix.join(...parts);
  return path === "." ? "" : path;
}

/** Label Studio's address of a file on its own disk: "/data/local-files/?d=cats/1.jpg". */
function ofLabelStudio(path: string): string {
  const [, query] = /local-files\/\?(.*)$/.exec(path) ?? [];
  return new URLSearchParams(query).get("d") ?? path;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A "%" of its own.
  }
}
