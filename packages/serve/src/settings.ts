/**
 * What an operator can set, as environment variables: one table, from which parsing, checking, the README's table
 * and Deno's list of readable variables follow. All faults are reported at once.
 */
import { integer, oneOf } from "@inception-edge/host/values";
import type { Plan } from "./rollout/plan.ts";
import { contradictions } from "./setting-contradictions.ts";
import {
  absolutePath,
  apiKeys,
  headerName,
  modelName,
  modelShares,
  origins,
  path,
  word,
} from "./setting-values.ts";
import { setting } from "./setting.ts";

const MIB = 1024 * 1024;

const table = {
  PORT: setting(8000, "TCP port; 8080 on SageMaker and KServe", integer(0, 65_535)),
  HOST: setting("0.0.0.0", "address to listen on", word),
  MODEL_DIR: setting(
    "",
    "folder of a bundle, or of several, each of which is a model, or gs://BUCKET/FOLDER; empty: what a platform has mounted, the newest run's (never the demo's), or the shipped one",
    word,
  ),
  MODEL_NAME: setting(
    "",
    "what /v1 and /v2 call the model, or several that share the requests; empty: each by its own name",
    modelName,
  ),
  MODELS: setting<Plan | undefined>(
    undefined,
    "which of several models answer /classify: a:90,b:10, the present one first, c:shadow silently; empty: the first by name",
    modelShares,
  ),
  SPLIT_HEADER: setting(
    "",
    "header by which a client always gets the same of several models; empty, or where it is missing: by the image",
    headerName,
  ),
  ROLLBACK_IMAGES: setting(
    100,
    "latest images by which a new model is judged",
    integer(1, 1_000_000),
  ),
  ROLLBACK_ERRORS: setting(
    5,
    "percent of them that may fail before it is rolled back; 100: any",
    integer(0, 100),
  ),
  ROLLBACK_AGREEMENT: setting(
    0,
    "percent of them that must get the present model's first class; 0: any, and only a shadow is compared",
    integer(0, 100),
  ),
  MODEL_VARIANT: setting(
    "auto",
    "auto (int8 if the bundle has it), int8 or float32",
    oneOf("auto", "int8", "float32"),
  ),
  ENGINE: setting(
    "auto",
    "auto: litert-native with a library that passes the self-test, else WebAssembly; or litert-native, litert, tfjs-tflite",
    oneOf("auto", "litert-native", "litert", "tfjs-tflite"),
  ),
  LITERT_LIBRARY: setting("", "path of LiteRT's library for litert-native; empty: none", word),
  RELOAD_CHECK_S: setting(
    5,
    "seconds between checks for changed bundles and key files; 0: never",
    integer(0, 86_400),
  ),

  // Set by platforms: platform/platforms.ts.
  AIP_HTTP_PORT: setting(0, "Vertex AI's port, before PORT; 0: none", integer(0, 65_535)),
  AIP_HEALTH_ROUTE: setting("", "Vertex AI's path of the readiness check", path),
  AIP_PREDICT_ROUTE: setting("", "Vertex AI's path of predictions", path),
  AIP_STORAGE_URI: setting("", "Vertex AI's folder of the model, gs://…", word),
  SAGEMAKER_BIND_TO_PORT: setting(0, "SageMaker's port, before PORT; 0: none", integer(0, 65_535)),
  AZUREML_MODEL_DIR: setting("", "Azure ML's folder of the model", word),

  WORKERS: setting(0, "threads that decode and classify; 0: one per core", integer(0, 64)),
  MAX_QUEUE: setting(32, "images that may wait for a thread", integer(0, 4096)),
  MAX_QUEUED_PIXELS: setting(
    100_000_000,
    "total pixels of all images that wait or are being classified",
    integer(1, 1e10),
  ),
  REFUSAL_DELAY_MS: setting(
    50,
    "ms before a 429 for lack of room: slows clients that retry at once",
    integer(0, 60_000),
  ),
  QUEUE_TIMEOUT_MS: setting(2_000, "ms that an image may wait for a thread", integer(1, 600_000)),
  BODY_TIMEOUT_MS: setting(10_000, "ms that receiving a body may take", integer(1, 600_000)),
  DECODE_TIMEOUT_MS: setting(3_000, "ms that decoding an image may take", integer(1, 600_000)),
  INFER_TIMEOUT_MS: setting(5_000, "ms that classifying an image may take", integer(1, 600_000)),
  HANG_TIMEOUT_MS: setting(
    10_000,
    "ms past its deadline after which a thread counts as hung",
    integer(1, 600_000),
  ),

  MAX_BODY_BYTES: setting(33 * MIB, "bytes of a request body", integer(1, 1024 * MIB)),
  MAX_UPLOAD_BYTES: setting(
    128 * MIB,
    "bytes of all request bodies held at once",
    integer(1, 65_536 * MIB),
  ),
  CLIENT_SHARE: setting(
    75,
    "percent of uploads, pixels and queue that one client address may use",
    integer(1, 100),
  ),
  MAX_IMAGES: setting(8, "images in a request", integer(1, 256)),
  MAX_IMAGE_BYTES: setting(24 * MIB, "bytes of an image", integer(1, 1024 * MIB)),
  MAX_SIDE: setting(65_535, "pixels of an image's longer side", integer(1, 65_535)),
  MAX_PIXELS: setting(16_000_000, "pixels of an image", integer(1, 1e9)),
  MAX_BASELINE_PIXELS: setting(
    51_000_000,
    "pixels of a baseline JPEG with a single scan",
    integer(1, 1e9),
  ),
  MAX_SCANS: setting(32, "scans of a JPEG", integer(1, 1000)),

  API_KEYS: setting([], "name:key, separated by commas; empty: no key is required", apiKeys),
  API_KEYS_FILE: setting("", "file with such keys, read anew when it changes", absolutePath),
  ADMIN_KEYS: setting(
    [],
    "such keys of those who may promote models and roll them back; empty: nobody may",
    apiKeys,
  ),
  ADMIN_KEYS_FILE: setting("", "file with such keys, read anew when it changes", absolutePath),
  RATE_LIMIT: setting(
    0,
    "requests per minute for a key or an address; 0: no limit",
    integer(0, 1e6),
  ),
  RATE_BURST: setting(20, "requests that a client may send at once after a pause", integer(1, 1e6)),
  TRUST_PROXY: setting(
    0,
    "number of trusted proxies: the client is that many entries from the end of X-Forwarded-For",
    integer(0, 16),
  ),
  HAND_OUT_MODEL: setting(
    "on",
    "on: the page offers to classify in the browser, which downloads the model; off: it does not",
    oneOf("on", "off"),
  ),
  CORS_ORIGINS: setting(
    [],
    "origins whose pages may use the API, separated by commas, or *; empty: none",
    origins,
  ),

  // Not 0: a request may be in a socket that nobody has read yet.
  DRAIN_DELAY_MS: setting(
    500,
    "ms to keep serving (reported not ready) after SIGTERM",
    integer(0, 600_000),
  ),
  DRAIN_TIMEOUT_MS: setting(
    15_000,
    "ms to wait for open requests after DRAIN_DELAY_MS",
    integer(1, 600_000),
  ),
} as const;

type Table = typeof table;
/** Name of a variable. */
export type SettingName = keyof Table;

/** Every setting by the name of its variable. */
export type Settings = { readonly [Name in SettingName]: ReturnType<Table[Name]["parse"]> };

/** All variables, in the order of the table. */
export const settingNames: readonly SettingName[] = Object.keys(table) as SettingName[];

/** All variables that cannot be used, one a line. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * @param environment variables; those that are absent or empty take their defaults
 * @throws {SettingsError} naming every variable that cannot be used
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const settings: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const name of settingNames) {
    const { fallback, parse } = table[name];
    const text = environment[name];
    try {
      settings[name] = text === undefined || text === "" ? fallback : parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const got = name.endsWith("_KEYS") ? "something else" : `"${text}"`; // Keys do not belong in a log.
      faults.push(`${name} must be ${error.message}, got ${got}`);
    }
  }
  if (faults.length === 0) faults.push(...contradictions(settings as Settings));
  if (faults.length > 0) throw new SettingsError(`Cannot start:\n  ${faults.join("\n  ")}`);
  return settings as Settings;
}

/** The table in Markdown, for the README. */
export function describeSettings(): string {
  const rows = settingNames.map((name) => {
    const { fallback, help } = table[name];
    return `| \`${name}\` | ${Array.isArray(fallback) ? "" : (fallback ?? "")} | ${help} |`;
  });
  return ["| variable | default | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}
