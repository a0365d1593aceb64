/** From a bundle's files to what a worker thread needs. */
import type { ImageLimits } from "@inception-edge/image";
import { exposeTensors } from "@inception-edge/inference";
import {
  BundleError,
  bundleFile,
  decodeCamWeights,
  parseGoldenAnswers,
  readBundle,
} from "@inception-edge/model/bundle";
import type { Bundle, BundleManifest, ReadFile } from "@inception-edge/model/bundle";
import type { Settings } from "../settings.ts";
import type { GoldenPicture, WorkerSetup } from "../worker/job.ts";
import { wholeBuffer } from "../worker/whole-buffer.ts";

/** By variant, the first that the bundle has is taken: int8 is smaller and faster. */
const MODEL_ROLES = { int8: "tflite-int8", float32: "tflite-float32" } as const;

/** What the softmax makes the scores of, in float32, by the role of the file. */
const LOGITS = {
  "tflite-int8": "main_out/logits/float32",
  "tflite-float32": "main_out/logits",
} as const;

/** The network's last feature map, which average pool and dense make the logits of. */
export const FEATURE_MAP = "inception_5b/concat";

const SIDE_ROLES = ["golden-image", "golden-answers", "cam-weights", "card"] as const;

export interface ReadModel {
  readonly manifest: BundleManifest;
  readonly setup: Omit<WorkerSetup, "engine">;
  /** Markdown; absent where the bundle has none. */
  readonly card: string | undefined;
}

/**
 * Reads what serving needs, every file checked against its hash; the tfjs weights stay unread.
 * @throws {BundleError}
 */
export async function readModel(
  read: ReadFile,
  settings: Pick<Settings, "MODEL_VARIANT">,
  limits: ImageLimits,
): Promise<ReadModel> {
  const sides = await readBundle(read, { roles: SIDE_ROLES });
  const { manifest } = sides;
  const role = modelRole(manifest, settings.MODEL_VARIANT);
  const model = bundleFile(await readBundle(read, { roles: [role] }), role);
  const { input, classes } = manifest;
  const explains = has(sides, "cam-weights") && {
    camWeights: wholeBuffer(decodeCamWeights(bundleFile(sides, "cam-weights"), classes.length)),
  };
  return {
    manifest,
    card: has(sides, "card") ? new TextDecoder().decode(bundleFile(sides, "card")) : undefined,
    setup: {
      model: wholeBuffer(exposeTensors(model, [LOGITS[role], ...(explains ? [FEATURE_MAP] : [])])),
      role,
      input,
      classes: classes.length,
      limits,
      golden: goldenPictures(sides),
      ...explains,
    },
  };
}

function modelRole(
  manifest: BundleManifest,
  variant: Settings["MODEL_VARIANT"],
): keyof typeof LOGITS {
  const wanted = variant === "auto" ? Object.values(MODEL_ROLES) : [MODEL_ROLES[variant]];
  const role = wanted.find((candidate) => manifest.files.some((file) => file.role === candidate));
  if (role !== undefined) return role;
  throw new BundleError([
    `it has no file of the role ${wanted.join(" or ")}; export it again, or set MODEL_VARIANT to another one`,
  ]);
}

function goldenPictures(bundle: Bundle): GoldenPicture[] {
  if (!has(bundle, "golden-answers")) return [];
  return parseGoldenAnswers(bundleFile(bundle, "golden-answers")).cases.map((expected) => {
    const bytes = bundle.files.get(expected.path);
    if (bytes === undefined) {
      throw new BundleError([`the golden picture ${expected.path} is not among its files`]);
    }
    return { bytes: wholeBuffer(bytes), expected };
  });
}

function has({ manifest }: Bundle, role: string): boolean {
  return manifest.files.some((file) => file.role === role);
}
