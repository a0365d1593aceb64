/**
 * What an operator can set, from the environment: one table, from which parsing, checking, the README's table
 * and Deno's list of readable variables follow. All faults are told at once.
 */

interface Setting<T> {
  readonly fallback: T;
  /** With the unit. */
  readonly help: string;
  /** @throws {RangeError} with what is wanted, when the text is not that */
  readonly parse: (text: string) => T;
}

const MIB = 1024 * 1024;

const table = {
  PORT: setting(8000, "TCP port", integer(0, 65_535)),
  HOST: setting("0.0.0.0", "address to listen on", word),
  MODEL_DIR: setting(
    "",
    "a bundle's folder; empty: the newest run's but for the demo's, else the shipped one",
    word,
  ),
  MODEL_VARIANT: setting(
    "auto",
    "auto (int8 where there is one), int8 or float32",
    oneOf("auto", "int8", "float32"),
  ),
  ENGINE: setting("auto", "auto, litert or tfjs-tflite", oneOf("auto", "litert", "tfjs-tflite")),
  RELOAD_CHECK_S: setting(
    5,
    "how often to look for a changed bundle, s; 0: never",
    integer(0, 86_400),
  ),

  WORKERS: setting(0, "threads that decode and classify; 0: one per core", integer(0, 64)),
  MAX_QUEUE: setting(32, "images that may wait for a thread", integer(0, 4096)),
  MAX_QUEUED_PIXELS: setting(
    100_000_000,
    "pixels of all images waiting and at work",
    integer(1, 1e10),
  ),
  REFUSAL_DELAY_MS: setting(
    50,
    "delay before a 429 for lack of room, ms: slows clients that retry at once",
    integer(0, 60_000),
  ),
  QUEUE_TIMEOUT_MS: setting(2_000, "longest wait for a thread, ms", integer(1, 600_000)),
  BODY_TIMEOUT_MS: setting(10_000, "longest time to receive a body, ms", integer(1, 600_000)),
  DECODE_TIMEOUT_MS: setting(3_000, "longest time to decode an image, ms", integer(1, 600_000)),
  INFER_TIMEOUT_MS: setting(5_000, "longest time to classify an image, ms", integer(1, 600_000)),
  HANG_TIMEOUT_MS: setting(
    10_000,
    "a thread this long past its deadline is given up, ms",
    integer(1, 600_000),
  ),

  MAX_BODY_BYTES: setting(33 * MIB, "bytes of a request's body", integer(1, 1024 * MIB)),
  MAX_UPLOAD_BYTES: setting(128 * MIB, "bytes of all bodies at once", integer(1, 65_536 * MIB)),
  CLIENT_SHARE: setting(
    75,
    "percent of uploads, pixels and queue that one client address may hold",
    integer(1, 100),
  ),
  MAX_IMAGES: setting(8, "images in a request", integer(1, 256)),
  MAX_IMAGE_BYTES: setting(24 * MIB, "bytes of an image", integer(1, 1024 * MIB)),
  MAX_SIDE: setting(65_535, "pixels of an image's longer side", integer(1, 65_535)),
  MAX_PIXELS: setting(16_000_000, "pixels of an image", integer(1, 1e9)),
  MAX_BASELINE_PIXELS: setting(
    51_000_000,
    "pixels of a baseline JPEG in one scan",
    integer(1, 1e9),
  ),
  MAX_SCANS: setting(32, "scans of a JPEG", integer(1, 1000)),

  API_KEYS: setting([], "name:key, separated by commas; empty: no key is asked for", apiKeys),
  RATE_LIMIT: setting(
    0,
    "requests per minute for a key, or an address; 0: no limit",
    integer(0, 1e6),
  ),
  RATE_BURST: setting(20, "requests at once within that limit", integer(1, 1e6)),
  TRUST_PROXY: setting(
    0,
    "proxies in front: a client's address is that many from the end of X-Forwarded-For",
    integer(0, 16),
  ),
  CORS_ORIGINS: setting(
    [],
    "origins whose pages may ask, separated by commas, or *; empty: none",
    origins,
  ),

  // Not 0: a request may lie in a socket that nobody has read yet.
  DRAIN_DELAY_MS: setting(
    500,
    "how long to answer on, not ready, after SIGTERM, ms",
    integer(0, 600_000),
  ),
  DRAIN_TIMEOUT_MS: setting(
    15_000,
    "longest wait for open requests after that, ms",
    integer(1, 600_000),
  ),
} as const;

type Table = typeof table;
export type SettingName = keyof Table;

/** Every setting by the name of its variable. */
export type Settings = { readonly [Name in SettingName]: ReturnType<Table[Name]["parse"]> };

export interface ApiKey {
  /** Appears in logs. */
  readonly name: string;
  readonly key: string;
}

export const settingNames: readonly SettingName[] = Object.keys(table) as SettingName[];

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
      const got = name === "API_KEYS" ? "something else" : `"${text}"`; // A key is no text for a log.
      faults.push(`${name} wants ${error.message}, and got ${got}`);
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
    return `| \`${name}\` | ${fallback === "" || Array.isArray(fallback) ? "" : fallback} | ${help} |`;
  });
  return ["| variable | default | what it sets |", "| --- | --- | --- |", ...rows].join("\n");
}

/** Settings that are each possible and do not go together: a request within one limit could never be served. */
function contradictions(settings: Settings): string[] {
  const { MAX_IMAGES, MAX_QUEUE, MAX_PIXELS, MAX_BASELINE_PIXELS, MAX_QUEUED_PIXELS } = settings;
  const { MAX_BODY_BYTES, MAX_UPLOAD_BYTES } = settings;
  const largest = Math.max(MAX_PIXELS, MAX_BASELINE_PIXELS);
  const faults: string[] = [];
  if (MAX_IMAGES > MAX_QUEUE + 1) {
    faults.push(`MAX_IMAGES wants at most MAX_QUEUE + 1 (${MAX_QUEUE + 1}), and got ${MAX_IMAGES}`);
  }
  if (largest > MAX_QUEUED_PIXELS) {
    faults.push(
      `MAX_QUEUED_PIXELS wants at least an image's ${largest}, and got ${MAX_QUEUED_PIXELS}`,
    );
  }
  if (MAX_BODY_BYTES > MAX_UPLOAD_BYTES) {
    faults.push(
      `MAX_UPLOAD_BYTES wants at least a body's ${MAX_BODY_BYTES}, and got ${MAX_UPLOAD_BYTES}`,
    );
  }
  return faults;
}

function setting<T>(fallback: NoInfer<T>, help: string, parse: (text: string) => T): Setting<T> {
  return { fallback, help, parse };
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new RangeError(`a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

function word(text: string): string {
  return text.trim();
}

function oneOf<const T extends string>(...choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new RangeError(`one of ${choices.join(", ")}`);
    return found;
  };
}

function apiKeys(text: string): readonly ApiKey[] {
  return text.split(",").map((pair) => {
    const [, name, key] = /^\s*([\w.-]+):(\S{8,})\s*$/.exec(pair) ?? [];
    if (name === undefined || key === undefined) {
      throw new RangeError("name:key,… with keys of at least 8 characters");
    }
    return { name, key };
  });
}

/** As browsers send them: scheme, host and port, nothing behind. */
function origins(text: string): readonly string[] {
  return text.split(",").map((part) => {
    const given = part.trim();
    if (given === "*") return given;
    const url = URL.parse(given);
    const isOrigin =
      url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
    if (!isOrigin || url.hostname.includes("*")) {
      throw new RangeError("origins as https://app.example, separated by commas, or *");
    }
    return url.origin;
  });
}
