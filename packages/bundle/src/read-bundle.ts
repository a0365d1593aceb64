/// <reference lib="dom" />
/**
 * Opens a bundle and verifies that its files are the ones that were written. The caller reads them, from a folder, a
 * server or memory.
 */
import { sha256 } from "@inception-edge/image";
import { BundleError } from "./bundle-error.ts";
import {
  MANIFEST_PATH,
  type BundleFile,
  type BundleManifest,
  type FileRole,
} from "./bundle-manifest.ts";
import { parseManifest } from "./parse-manifest.ts";

/** @param path relative to the bundle, with `/` between folders */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** A bundle that was read and checked. */
export interface Bundle {
  readonly manifest: BundleManifest;
  /** Bytes of the requested files by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What of a bundle to read. */
export interface ReadBundleOptions {
  /** Reads only files with these roles, which may depend on the manifest; by default all files. */
  readonly roles?: readonly FileRole[] | ((manifest: BundleManifest) => readonly FileRole[]);
}

/**
 * Reads the manifest and the files it lists, and checks the size and the SHA-256 of each.
 *
 * @throws {BundleError} with every problem of the manifest, or if it has none, of the files
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { join } from "node:path";
 * import { bundleFile, readBundle } from "@inception-edge/bundle";
 *
 * const read = (path: string) => readFile(join("bundle", path));
 * const bundle = await readBundle(read, { roles: ["tflite-int8"] });
 * console.log(bundle.manifest.classes.length); // 200
 * const model = bundleFile(bundle, "tflite-int8");
 * ```
 */
export async function readBundle(read: ReadFile, options: ReadBundleOptions = {}): Promise<Bundle> {
  const manifest = await readManifest(read);
  const roles = typeof options.roles === "function" ? options.roles(manifest) : options.roles;
  const wanted = manifest.files.filter(({ role }) => roles?.includes(role) ?? true);
  const results = await Promise.allSettled(wanted.map((file) => readChecked(read, file)));
  const failures: BundleError[] = [];
  const files = new Map<string, Uint8Array>();
  for (const [index, { path }] of wanted.entries()) {
    const result = results[index]!;
    if (result.status === "fulfilled") files.set(path, result.value);
    else failures.push(result.reason as BundleError);
  }
  if (failures.length > 0) {
    const cause = new AggregateError(failures);
    throw new BundleError(
      failures.flatMap(({ problems }) => problems),
      { cause },
    );
  }
  return { manifest, files };
}

/**
 * The bytes of the first file with this role.
 * @throws {BundleError} if there is none, or it was not read
 */
export function bundleFile({ manifest, files }: Bundle, role: FileRole): Uint8Array {
  const file = manifest.files.find((candidate) => candidate.role === role);
  const bytes = file && files.get(file.path);
  if (bytes === undefined) throw new BundleError([`no file of the role "${role}" was read`]);
  return bytes;
}

async function readManifest(read: ReadFile): Promise<BundleManifest> {
  const bytes = await readBytes(read, MANIFEST_PATH);
  let json: unknown;
  try {
    json = decodeJson(bytes);
  } catch (cause) {
    throw new BundleError([`${MANIFEST_PATH} is not JSON: ${String(cause)}`], { cause });
  }
  return parseManifest(json);
}

/** @throws {SyntaxError | TypeError} if the bytes are not JSON or not UTF-8 */
export function decodeJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

async function readChecked(read: ReadFile, file: BundleFile): Promise<Uint8Array> {
  const bytes = await readBytes(read, file.path);
  if (bytes.length !== file.bytes) {
    throw new BundleError([`${file.path} has ${bytes.length} bytes, wanted ${file.bytes}`]);
  }
  const hash = await sha256(bytes);
  if (hash !== file.sha256) {
    throw new BundleError([`${file.path} has SHA-256 ${hash}, wanted ${file.sha256}`]);
  }
  return bytes;
}

async function readBytes(read: ReadFile, path: string): Promise<Uint8Array> {
  try {
    return await read(path);
  } catch (cause) {
    throw new BundleError([`${path} cannot be read: ${String(cause)}`], { cause });
  }
}
