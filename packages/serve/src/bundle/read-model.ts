/** Reads from a bundle what serving needs, and makes of it what a worker thread needs. */
import {
  BundleError,
  bundleFile,
  bundleTensors,
  decodeCamWeights,
  MANIFEST_PATH,
  goldenImages,
  oodParts,
  readBundle,
  type Bundle,
  type BundleManifest,
  type ReadFile,
} from "@inception-edge/bundle";
import type { ImageLimits } from "@inception-edge/image";
import { exposeTensors } from "@inception-edge/inference";
import type { Settings } from "../settings.ts";
import { wholeBuffer, type ModelSetup } from "../worker/job.ts";

/** By variant. For `auto` the first that the bundle has is used: int8 is smaller and faster. */
const MODEL_ROLES = { int8: "tflite-int8", float32: "tflite-float32" } as const;

const SIDE_ROLES = [
  "golden-image",
  "golden-answers",
  "cam-weights",
  "ood-gaussian",
  "card",
] as const;

/** A bundle, read and checked. */
export interface ReadModel {
  readonly manifest: BundleManifest;
  readonly setup: Omit<ModelSetup, "id" | "engine">;
  /** Markdown; absent where the bundle has none. */
  readonly card: string | undefined;
}

/** What goes into the setup besides the bundle. */
export interface ReadModelOptions {
  readonly limits: ImageLimits;
  /** How many golden images a thread answers before it serves, of those that there are; all of them when absent. */
  readonly golden?: number | undefined;
}

/**
 * Every file is checked against its hash; the tfjs weights are not read.
 * @throws {BundleError}
 */
export async function readModel(
  read: ReadFile,
  settings: Pick<Settings, "MODEL_VARIANT">,
  { limits, golden = Infinity }: ReadModelOptions,
): Promise<ReadModel> {
  const variant = settings.MODEL_VARIANT;
  const bundle = await readBundle(read, {
    roles: (manifest) => [...SIDE_ROLES, modelRole(manifest, variant)],
  });
  const { manifest } = bundle;
  const { input, classes } = manifest;
  const role = modelRole(manifest, variant);
  const model = bundleFile(bundle, role);
  const { featureMap, logits: logitsByRole } = bundleTensors(manifest);
  const logits = logitsByRole[role];
  if (logits === undefined) {
    throw new BundleError([`manifest.json's tensors.logits has no name for ${role}`]);
  }
  const explains = has(bundle, "cam-weights") && {
    camWeights: wholeBuffer(decodeCamWeights(bundleFile(bundle, "cam-weights"), classes.length)),
  };
  const ood = oodParts(bundle, role);
  const exposed = [
    logits,
    ...(ood ? [manifest.outOfDistribution!.featureMap] : []),
    ...(explains ? [featureMap] : []),
  ];
  return {
    manifest,
    card: has(bundle, "card") ? new TextDecoder().decode(bundleFile(bundle, "card")) : undefined,
    setup: {
      model: wholeBuffer(exposeTensors(model, exposed)),
      role,
      input,
      classes: classes.length,
      limits,
      golden: goldenImages(bundle)
        .slice(0, golden)
        .map(({ bytes, expected }) => ({ bytes: wholeBuffer(bytes), expected })),
      ...explains,
      ...(ood && { ood: { ...ood, gaussian: wholeBuffer(ood.gaussian) } }),
    },
  };
}

/** The files that `readModel` reads, by path in the bundle: what a page needs to classify by itself. */
export function modelPaths(manifest: BundleManifest, role: string): string[] {
  const roles: readonly string[] = [...SIDE_ROLES, role];
  const files = manifest.files.filter((file) => roles.includes(file.role));
  return [MANIFEST_PATH, ...files.map(({ path }) => path)];
}

/** Which network has the role. */
export function networkOf(role: string): keyof typeof MODEL_ROLES {
  return role === MODEL_ROLES.int8 ? "int8" : "float32";
}

function modelRole(manifest: BundleManifest, variant: Settings["MODEL_VARIANT"]): string {
  const wanted: readonly string[] =
    variant === "auto" ? Object.values(MODEL_ROLES) : [MODEL_ROLES[variant]];
  const role = wanted.find((candidate) => manifest.files.some((file) => file.role === candidate));
  if (role !== undefined) return role;
  throw new BundleError([
    `it has no file of the role ${wanted.join(" or ")}; export it again, or change MODEL_VARIANT`,
  ]);
}

function has({ manifest }: Bundle, role: string): boolean {
  return manifest.files.some((file) => file.role === role);
}
