/**
 * The addon that tfjs-node-gpu loads. It is in the cache, beside a record of its library; the package's folder in
 * node_modules has a link to it, which a new `pnpm install` removes.
 */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { access, chmod, constants, mkdir, rename, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LibraryOrigin } from "./tensorflow-library.ts";

/** The library that an addon was built against; the record is written beside the addon. */
export interface AddonRecord {
  readonly origin: LibraryOrigin;
  readonly key: string;
  /** As the library itself reports it. */
  readonly version: string;
  readonly directory: string;
  /** The main shared library: without it the addon does not load. */
  readonly library: string;
}

/** Whether the library may support CUDA: unknown, and so true, for a user's own library. */
export function mayUseCuda({ origin, key }: Pick<AddonRecord, "origin" | "key">): boolean {
  return origin !== "wheels" || key.endsWith("-gpu");
}

/** The name of the record beside an addon. */
export const ADDON_RECORD = "library.json";

/** Reads the record beside an addon; `undefined` if the addon or its library is missing. */
export function readAddonRecord(addon: string): AddonRecord | undefined {
  if (!existsSync(addon)) return undefined;
  const file = join(dirname(realpathSync(addon)), ADDON_RECORD);
  if (!existsSync(file)) return undefined;
  const record = JSON.parse(readFileSync(file, "utf8")) as AddonRecord;
  return existsSync(record.library) ? record : undefined;
}

/**
 * Gives an addon's folder the permissions of the cache around it: folders made before 2026-11-27 were closed to other
 * users. Another user's folder stays as it is.
 */
export async function letOthersRead(folder: string): Promise<void> {
  const { mode } = await stat(dirname(folder));
  await chmod(folder, mode & 0o777).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EPERM") throw error;
  });
}

/** Makes `link` point to `addon`, atomically replacing what was there. */
export async function linkAddon(addon: string, link: string): Promise<void> {
  await requireLinkable(link);
  const temporary = `${link}.${process.pid}`;
  await symlink(addon, temporary);
  await rename(temporary, link);
}

/** Codes of a folder that belongs to somebody else. */
const NOT_OURS: readonly string[] = ["EACCES", "EPERM", "EROFS"];

/**
 * Makes the folder of `link`.
 * @throws {Error} when this user cannot write there, as in a checkout that another one has set up
 */
export async function requireLinkable(link: string): Promise<void> {
  const folder = dirname(link);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    if (!NOT_OURS.includes((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
    throw new Error(
      `Cannot link TensorFlow's addon into "${folder}": permission denied, and you cannot read the one that is linked, if any. Another user has set this checkout up: use a clone of your own, or let that user set it up again with INCEPTION_EDGE_CACHE=DIR, a folder that you can read`,
      { cause },
    );
  }
}
