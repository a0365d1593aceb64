/**
 * Finds the bundle: the one that is set, else the newest run's, else the one shipped with the package. A bundle of the
 * demo is never served by default: it knows only drawings, and would label any photo as one of them.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
// The entry point that loads nothing else: the launcher uses this too.
import { isOfDemo, MANIFEST_PATH, type BundleManifest } from "@inception-edge/bundle/manifest";
import { isBucket } from "../platform/read-bucket.ts";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** Where bundles are looked for. */
export interface BundlePlaces {
  /** A folder of runs, each with a `bundle`. */
  readonly runs: string;
  readonly shipped: string;
}

const DEFAULT_PLACES: BundlePlaces = {
  runs: resolve(PACKAGE, "../../runs"),
  shipped: resolve(PACKAGE, "bundle"),
};

/** The bundle to serve. */
export interface FoundBundle {
  readonly folder: string;
  /** A newer bundle that was skipped because it is the demo's. */
  readonly passedOver?: string;
}

/**
 * @param modelDir the setting; empty for the defaults
 * @param cwd what a relative `modelDir` is relative to
 * @throws {Error} when there is no bundle
 */
export async function findBundle(
  modelDir: string,
  { cwd, places = DEFAULT_PLACES }: { readonly cwd: string; readonly places?: BundlePlaces },
): Promise<FoundBundle> {
  if (modelDir !== "") return { folder: isBucket(modelDir) ? modelDir : resolve(cwd, modelDir) };
  const [newest, ...older] = await findRunBundles(places.runs);
  const trained = [newest, ...older].find((bundle) => bundle && !bundle.isOfDemo);
  const passedOver = newest && newest !== trained ? { passedOver: newest.folder } : {};
  if (trained) return { folder: trained.folder, ...passedOver };
  if (await readManifest(places.shipped)) return { folder: places.shipped, ...passedOver };
  throw new Error(
    `Cannot find a bundle in "${places.runs}" or "${places.shipped}"${newest ? `, except the demo's in "${newest.folder}"` : ""}; train one on your own images, or set MODEL_DIR`,
  );
}

interface RunBundle {
  readonly folder: string;
  readonly created: string;
  readonly isOfDemo: boolean;
}

/** Bundles of finished runs, newest first. */
async function findRunBundles(runs: string): Promise<readonly RunBundle[]> {
  // Deno may lack permission for anything but the bundle that its launcher has found.
  const names = await readdir(runs, { withFileTypes: true }).catch(() => []);
  const bundles = names
    .filter((entry) => entry.isDirectory()) // not `latest`, a link to one of them
    .map(async ({ name }): Promise<RunBundle[]> => {
      const folder = join(runs, name, "bundle");
      const manifest = await readManifest(folder);
      if (!manifest) return [];
      return [{ folder, created: manifest.created, isOfDemo: isOfDemo(manifest) }];
    });
  const found = (await Promise.all(bundles)).flat();
  return found.toSorted((a, b) => b.created.localeCompare(a.created));
}

/** Only the fields that are needed here; the rest is checked when the bundle is served. */
async function readManifest(
  folder: string,
): Promise<Pick<BundleManifest, "created" | "dataset"> | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, MANIFEST_PATH), "utf8"));
    return typeof manifest.created === "string" && typeof manifest.dataset?.name === "string"
      ? manifest
      : undefined;
  } catch {
    return undefined;
  }
}
