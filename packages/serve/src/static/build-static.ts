/** A bundle and the page as a folder that any static host serves, also under a sub-path. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeptFile } from "../browser/kept-file.ts";
import { allParts, engineFiles, type Offer, type Parts } from "../browser/parts.ts";
import { browserFiles } from "../entry/browser-files.ts";
import { readPage } from "../entry/read-page.ts";
import type { Settings } from "../settings.ts";
import { makeBundleParts } from "./bundle-parts.ts";
import { bundleSource } from "./bundle-scripts.ts";
import { hostHeaders } from "./host-headers.ts";
import { provideBrowserFiles } from "./provide-browser-files.ts";
import { replaceFolder } from "./replace-folder.ts";
import { appManifest, staticPage } from "./static-page.ts";
import { sha256Hex, storePlain, textFile, type StoredFile } from "./stored-file.ts";

export interface StaticOptions {
  /** Folder of the bundle. */
  readonly bundle: string;
  /** Replaced if it is a static folder of ours; must not exist otherwise, or be empty. */
  readonly out: string;
  /** Where the host will have it, for the headers' files: `/`, `/demo/`. */
  readonly basePath: string;
  readonly variant: Settings["MODEL_VARIANT"];
}

/** What was made. */
export interface StaticBuild {
  /** The model's name. */
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** What a browser loads before its first answer, besides the page. */
  readonly firstBytes: number;
}

const SERVICE_WORKER = "service-worker.js";
/** They have what they contain in their names. */
const HASHED_FOLDERS = ["browser", "bundle"];

/**
 * @throws {BundleError} the bundle cannot be used
 * @throws {Error} `out` has something else in it
 */
export async function buildStatic(options: StaticOptions): Promise<StaticBuild> {
  const { out, basePath } = options;
  await checkReplaceable(out);
  const { name, parts, files: loaded } = await gatherParts(options);
  const offer: Offer = { hasService: false, here: parts };
  const offerFile = storePlain("browser/offer.json", JSON.stringify(offer));
  const page = staticPage(await readPage(), offerFile.path);
  const kept = [...page.files, appManifest(page.folder, name), ...loaded, offerFile];
  const serviceWorker = await bundleSource("service-worker.ts", {
    format: "iife",
    define: { KEPT_FILES: JSON.stringify(keptFiles(kept, parts)) },
  });
  const headers = hostHeaders(basePath, [...HASHED_FOLDERS, page.folder]);
  const files = [
    ...kept,
    textFile(SERVICE_WORKER, serviceWorker.code),
    ...[...headers].map(([file, text]) => textFile(file, text)),
  ];
  await replaceFolder(out, files);
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  return { name, files: files.length, bytes, firstBytes: parts.bytes };
}

/** What the page loads to classify: the engine's files and the bundle's. */
async function gatherParts({ bundle, variant }: StaticOptions): Promise<{
  readonly name: string;
  readonly parts: Parts;
  readonly files: readonly StoredFile[];
}> {
  const { files, name, ...ofBundle } = await makeBundleParts(
    (path) => readFile(join(bundle, path)),
    variant,
  );
  const engine = browserFiles(await provideBrowserFiles());
  const ofEngine = (await engine.parts())!;
  const read = engineFiles(ofEngine).map(async ({ url }) => ({
    path: url,
    bytes: await engine.read(url),
  }));
  return {
    name,
    parts: allParts(ofEngine, ofBundle),
    files: [...files, ...(await Promise.all(read))],
  };
}

function keptFiles(files: readonly StoredFile[], { engine }: Parts): KeptFile[] {
  const variants = new Map(
    Object.values(engine).flatMap(({ variant, wasm, script }) => [
      [wasm.url, variant],
      [script.url, variant],
    ]),
  );
  return files.map(({ path, bytes }) => {
    const isHashed = path.includes("/");
    const variant = variants.get(path);
    return {
      url: path,
      revision: isHashed ? null : sha256Hex(bytes).slice(0, 16),
      integrity: `sha256-${createHash("sha256").update(bytes).digest("base64")}`,
      ...(variant !== undefined && { engine: variant }),
    };
  });
}

/** @throws {Error} */
async function checkReplaceable(out: string): Promise<void> {
  const names = await readdir(out).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (names.length === 0 || names.includes(SERVICE_WORKER)) return;
  throw new Error(
    `Cannot write to "${out}": it has other files in it, ${names.slice(0, 3).join(", ")}; name another folder with --out, or empty this one`,
  );
}
