/** The page of a static folder: the service's own, without what needs a service. */
import { createHash } from "node:crypto";
import { policyText } from "./host-headers.ts";
import { sha256Hex, textFile, type StoredFile } from "./stored-file.ts";

/** The page as files. */
export interface StaticPage {
  readonly files: readonly StoredFile[];
  /** The folder of everything but index.html; its name has a hash of what is in it. */
  readonly folder: string;
}

/** Directives that a page cannot set, by their names in the policy. */
const BY_HEADER_ONLY = ["frameAncestors"];
/** Begins and ends what only a service has. */
const OF_SERVICE = /\n *<!-- of the service -->[^]*?<!-- \/of the service -->/g;
/** A page of the service's own. */
const NOT_KEPT = new Set(["index.html", "docs.css"]);

/**
 * @param page the service's files by name
 * @param offerUrl where the page finds what it loads to classify
 * @throws {Error} when index.html lacks something that is replaced
 */
export function staticPage(page: ReadonlyMap<string, Uint8Array>, offerUrl: string): StaticPage {
  const others = [...page].filter(([name]) => !NOT_KEPT.has(name));
  const hash = createHash("sha256");
  for (const [name, bytes] of others) hash.update(`${name}\n${sha256Hex(bytes)}\n`);
  const folder = `page-${hash.digest("hex").slice(0, 8)}`;
  const policy = policyText(BY_HEADER_ONLY);
  const html = replaceAll(new TextDecoder().decode(page.get("index.html")), [
    [OF_SERVICE, ""],
    [/"page\//g, `"${folder}/`],
    [/"browser\/offer\.json"/g, `"${offerUrl}"`],
    [
      /<meta charset="utf-8" \/>/g,
      `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />\n    <link rel="manifest" href="app.webmanifest" />`,
    ],
  ]);
  const files = others.map(([name, bytes]) => ({ path: `${folder}/${name}`, bytes }));
  return { folder, files: [...files, textFile("index.html", html)] };
}

/** What installs the page as an app. */
export function appManifest(folder: string, name: string): StoredFile {
  const icons = [{ src: `${folder}/icon.svg`, type: "image/svg+xml", sizes: "any" }];
  const manifest = {
    name: `Inception Edge: ${name}`,
    short_name: "Inception Edge",
    start_url: "./",
    scope: "./",
    display: "standalone",
    icons,
  };
  return textFile("app.webmanifest", JSON.stringify(manifest, null, 2));
}

function replaceAll(text: string, changes: readonly (readonly [RegExp, string])[]): string {
  return changes.reduce((changed, [wanted, replacement]) => {
    const next = changed.replace(wanted, replacement);
    if (next === changed) throw new Error(`Cannot make a static page: index.html has no ${wanted}`);
    return next;
  }, text);
}
