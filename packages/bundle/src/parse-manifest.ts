/** Reads a manifest that is not trusted, and reports everything that is wrong with it at once. */
import { z } from "zod";
import { MAX_STORED_SIZE, resizeMethods } from "@inception-edge/image";
import { BundleError } from "./bundle-error.ts";
import { SCHEMA_VERSION, type BundleManifest } from "./bundle-manifest.ts";
import { answerSetsSchema, driftSchema, outOfDistributionSchema } from "./doubt/doubt-schema.ts";

const text = z.string().min(1);
const count = z.int().min(0);
const pixels = z
  .int()
  .min(1)
  .max(
    MAX_STORED_SIZE,
    `wanted at most ${MAX_STORED_SIZE} px, which this version can make; update @inception-edge/bundle`,
  );
const sample = z.int().min(0).max(255);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "wanted 64 lower-case hexadecimal digits");
// Names of letters, digits, "_", "-" and ".", but not "." or "..", so that no path leads out of the bundle's folder.
const safePath = z
  .string()
  .regex(/^(?!\.\.?(\/|$))[\w.-]+(\/(?!\.\.?(\/|$))[\w.-]+)*$/, "wanted a path inside the bundle");

// Older manifests name a class by its WordNet id alone.
const classSchema = z.preprocess(
  (value) => (isObject(value) && !("id" in value) ? { id: value["wnid"], ...value } : value),
  z.object({ id: text, wnid: text.exactOptional(), label: text, name: text }),
);

const baseSchema = z.object({
  name: text,
  sha256,
  dataset: text,
  isOfImageNet: z.boolean(),
  get base() {
    return baseSchema.exactOptional();
  },
});

const manifestSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  name: text,
  created: z.iso.datetime("wanted an ISO 8601 time in UTC"),
  input: z
    .object({
      size: pixels,
      channels: z.literal("RGB"),
      range: z.tuple([z.literal(0), z.literal(1)]),
      storedSize: pixels,
      resize: z.enum(resizeMethods),
      grey: z.literal("replicate"),
      background: z.tuple([sample, sample, sample]),
    })
    .refine(
      ({ resize, size, storedSize }) => resize !== "center-crop" || size <= storedSize,
      "wanted a size of at most the storedSize, out of which center-crop cuts it",
    ),
  classes: z
    .array(classSchema)
    .min(1)
    .refine((classes) => areUnique(classes.map(({ id }) => id)), "wanted each id once"),
  files: z
    .array(z.object({ path: safePath, bytes: count, sha256, role: text }))
    .refine((files) => areUnique(files.map(({ path }) => path)), "wanted each path once"),
  metrics: z.array(
    z.object({ split: text, images: count, method: text, values: z.record(text, z.number()) }),
  ),
  temperature: z.number().positive().exactOptional(),
  quantization: z
    .object({ images: count, source: text, estimator: text, biasCorrection: z.boolean() })
    .exactOptional(),
  tensors: z.object({ featureMap: text, logits: z.record(text, text) }).exactOptional(),
  answerSets: z.exactOptional(answerSetsSchema),
  outOfDistribution: z.exactOptional(outOfDistributionSchema),
  drift: z.exactOptional(driftSchema),
  dataset: z.object({
    name: text,
    isDemo: z.boolean().exactOptional(),
    fingerprint: text,
    decoder: text,
    counts: z.record(text, count),
    valFraction: z.number().gt(0).lt(1).exactOptional(),
    leftOut: count.exactOptional(),
    relabeled: count.exactOptional(),
  }),
  recipe: z.object({
    name: text,
    epochs: z.number().min(0),
    seed: z.int(),
    balanced: z.boolean().exactOptional(),
    seconds: z.number().min(0).exactOptional(),
    hardware: text.exactOptional(),
    base: baseSchema.exactOptional(),
    settings: z.record(z.string(), z.json()),
  }),
  precision: z.enum(["float32", "bfloat16", "float16"]),
  libraries: z.record(text, text),
});

const versionSchema = z.object({ schemaVersion: z.int() });

/**
 * Validates a manifest; drops fields that this version does not know.
 * @throws {BundleError} with a problem for each wrong field, or only one if it has another schema version
 */
export function parseManifest(json: unknown): BundleManifest {
  const version = versionSchema.safeParse(json).data?.schemaVersion;
  if (version !== undefined && version !== SCHEMA_VERSION) {
    throw new BundleError([
      `manifest.json has schemaVersion ${version}, wanted ${SCHEMA_VERSION}; ${version > SCHEMA_VERSION ? "update @inception-edge/bundle" : "export the bundle again"}`,
    ]);
  }
  const parsed = manifestSchema.safeParse(json, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new BundleError(parsed.error.issues.map(describeIssue), { cause: parsed.error });
}

function describeIssue({ path, input, message }: z.core.$ZodIssue): string {
  const field = path.length === 0 ? "manifest.json" : `manifest.json's ${z.core.toDotPath(path)}`;
  if (input === undefined) return `${field} is missing`;
  const wanted = message
    .replace(/^(Invalid \w+|Too (small|big)): expected /, "wanted ")
    .replace(/, received .*/, "");
  return `${field} is ${abbreviated(JSON.stringify(input))}, ${wanted}`;
}

function abbreviated(json: string): string {
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function areUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
