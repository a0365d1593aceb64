/**
 * The library from PyPI's wheel into the per-user cache, by the user's own pip. The folder appears by one rename when it
 * is whole. Safe to run at any time, twice at once, and again after an interruption.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createStaging, withLockInTurn } from "@inception-edge/host";
import { pipDownload, unpackWheel } from "@inception-edge/host/wheels";
import { LITERT_VERSION, pinnedLibraries } from "@inception-edge/inference/pinned-libraries";
import {
  libraryPlace,
  litertCache,
  thisPlatform,
  WHEEL_FOLDER,
  type LibraryPlace,
} from "./find-litert.ts";

/** Of the wheel, by platform, exactly as in its file's name. */
export const TAGS: Readonly<Record<string, string>> = {
  "linux-x64": "manylinux_2_27_x86_64",
  "linux-arm64": "manylinux_2_27_aarch64",
  "darwin-arm64": "macosx_12_0_arm64",
};

/** Where this machine's library goes, and who hears of it. */
interface Install extends LibraryPlace {
  readonly platform: string;
  readonly root: string;
  readonly log: (line: string) => void;
}

/**
 * Downloads and unpacks the library, unless it is there and is the pinned one.
 * @returns its path
 */
export async function installLiteRt(log: (line: string) => void): Promise<string> {
  const [platform, root] = [thisPlatform(), litertCache()];
  const place = libraryPlace(platform, root);
  if (place === undefined) {
    throw new Error(
      `Cannot install LiteRT for ${platform}: its library exists for ${Object.keys(pinnedLibraries).join(", ")}; serve without --native, in WebAssembly`,
    );
  }
  if (await isPinned(place)) return place.file;
  await mkdir(root, { recursive: true });
  return withLockInTurn(
    join(root, ".lock"),
    () => install({ ...place, platform, root, log }),
    (holder) => log(`Waiting for ${holder}, which is installing LiteRT`),
  );
}

async function install({ platform, root, log, ...place }: Install): Promise<string> {
  if (await isPinned(place)) return place.file; // by the process that held the lock
  const staging = await createStaging(root);
  try {
    log(`Downloading LiteRT ${LITERT_VERSION} (${platform}) with pip`);
    const wheels = {
      name: `LiteRT ${LITERT_VERSION} (${platform})`,
      tags: [TAGS[platform]!],
      requirements: await readFile(requirements, "utf8"),
    };
    const unpacked = join(staging, "library");
    for (const wheel of await pipDownload(wheels, staging)) {
      await unpackWheel(wheel, unpacked, (path) => isKept(path, place.pinned.file));
    }
    const staged = { ...place, file: join(unpacked, WHEEL_FOLDER, place.pinned.file) };
    if (!(await isPinned(staged))) {
      throw new Error(`Cannot use the wheel of LiteRT ${LITERT_VERSION}: it holds another library`);
    }
    await rm(place.folder, { recursive: true, force: true });
    await rename(unpacked, place.folder);
    return place.file;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** For `pip download --require-hashes`. */
export const requirements: string = fileURLToPath(
  new URL("../wheels/requirements.txt", import.meta.url),
);

/** The library and its license: a third of the wheel. */
function isKept(path: string, file: string): boolean {
  return path === `${WHEEL_FOLDER}/${file}` || path.endsWith(".dist-info/licenses/LICENSE");
}

async function isPinned({ file, pinned }: LibraryPlace): Promise<boolean> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes !== undefined && createHash("sha256").update(bytes).digest("hex") === pinned.sha256;
}
