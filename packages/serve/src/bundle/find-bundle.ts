/**
 * Where the bundle is: the one that was named, else the newest run's, else the one shipped with the package. What knows
 * the demo's drawings only is never served by default: it would take a photograph for one of them.
 */
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
// By the entry point that loads nothing else: the launcher asks this too.
import { isOfDemo, MANIFEST_PATH } from "@inception-edge/model/manifest";
import type { BundleManifest } from "@inception-edge/model/manifest";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

export interface BundlePlaces {
  /** A folder of runs, each with a `bundle`. */
  readonly runs: string;
  readonly shipped: string;
}

const DEFAULT_PLACES: BundlePlaces = {
  runs: resolve(PACKAGE, "../../runs"),
  shipped: resolve(PACKAGE, "bundle"),
};

export interface FoundBundle {
  readonly folder: string;
  /** A newer bundle that was passed over, as one of the demo. */
  readonly passedOver?: string;
}

/**
 * @param modelDir as set; empty for the defaults
 * @param cwd that a relative folder is relative to
 * @throws {Error} with the cure, when there is no bundle
 */
export async function findBundle(
  modelDir: string,
  { cwd, places = DEFAULT_PLACES }: { readonly cwd: string; readonly places?: BundlePlaces },
): Promise<FoundBundle> {
  if (modelDir !== "") return { folder: resolve(cwd, modelDir) };
  const [newest, ...older] = await bundlesOf(places.runs);
  const trained = [newest, ...older].find((bundle) => bundle && !bundle.isOfDemo);
  const passedOver = newest && newest !== trained ? { passedOver: newest.folder } : {};
  if (trained) return { folder: trained.folder, ...passedOver };
  if (await readManifest(places.shipped)) return { folder: places.shipped, ...passedOver };
  throw new Error(
    `Cannot find a bundle in "${places.runs}" or "${places.shipped}"${newest ? `, but for the demo's in "${newest.folder}"` : ""}; train one on your own pictures, or set MODEL_DIR`,
  );
}

interface RunBundle {
  readonly folder: string;
  readonly created: string;
  readonly isOfDemo: boolean;
}

/** Of finished runs, the newest first. */
async function bundlesOf(runs: string): Promise<readonly RunBundle[]> {
  // Deno may be denied what lies outside the bundle that its launcher has found.
  const names = await readdir(runs, { withFileTypes: true }).catch(() => []);
  const bundles = names
    .filter((entry) => entry.isDirectory()) // not `latest`, which is a link to one of them
    .map(async ({ name }): Promise<RunBundle[]> => {
      const folder = join(runs, name, "bundle");
      const manifest = await readManifest(folder);
      if (!manifest) return [];
      return [{ folder, created: manifest.created, isOfDemo: isOfDemo(manifest) }];
    });
  const found = (await Promise.all(bundles)).flat();
  return found.toSorted((a, b) => b.created.localeCompare(a.created));
}

/** As far as it is asked here; whoever serves the bundle checks the whole of it. */
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
