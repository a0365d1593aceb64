/** A bundle and the page as a folder that any static host serves, also under a sub-path. */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createStaging } from "@inception-edge/host";
import type { KeptFile } from "../browser/kept-file.ts";
import { allParts, type Offer, type Parts } from "../browser/parts.ts";
import { readPage } from "../entry/read-page.ts";
import type { Settings } from "../settings.ts";
import { makeBundleParts } from "./bundle-parts.ts";
import { bundleSource } from "./bundle-scripts.ts";
import { makeEngineParts } from "./engine-parts.ts";
import { hostHeaders } from "./host-headers.ts";
import { appManifest, staticPage, textFile } from "./static-page.ts";
import { sha256Hex, storePlain, type StoredFile } from "./stored-file.ts";

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
  const { bundle: folder, out, basePath, variant } = options;
  await checkReplaceable(out);
  const engine = await makeEngineParts();
  const bundle = await makeBundleParts((path) => readFile(join(folder, path)), variant);
  const { network, bundle: bundled } = bundle;
  const parts = allParts(engine.parts, { network, bundle: bundled });
  const offer: Offer = { hasService: false, here: parts };
  const offerFile = storePlain("browser/offer.json", JSON.stringify(offer));
  const page = staticPage(await readPage(), offerFile.path);
  const shown = [...page.files, appManifest(page.folder, bundle.name)];
  const hashed = [...engine.files, ...bundle.files, offerFile];
  const kept = JSON.stringify(keptFiles([...shown, ...hashed], parts));
  const { code } = await bundleSource("service-worker.ts", {
    format: "iife",
    define: { KEPT_FILES: kept },
  });
  const headers = hostHeaders(basePath, [...HASHED_FOLDERS, page.folder]);
  const texts = [[SERVICE_WORKER, code] as const, ...headers];
  const files = [...shown, ...hashed, ...texts.map(([name, text]) => textFile(name, text))];
  await writeFolder(out, files);
  return {
    name: bundle.name,
    files: files.length,
    bytes: sum(files.map(({ bytes }) => bytes.length)),
    firstBytes: parts.bytes,
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

/** Beside the old one first, so that neither is ever there in part. */
async function writeFolder(out: string, files: readonly StoredFile[]): Promise<void> {
  const staging = await createStaging(dirname(out));
  try {
    for (const { path, bytes } of files) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), bytes);
    }
    await rm(out, { recursive: true, force: true });
    await rename(staging, out);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
