/**
 * API keys in files, as secrets are mounted: read at the start, and anew when they have changed. A change that cannot be
 * used leaves the keys as they are, so that a slip neither opens the service nor shuts everybody out.
 */
import { readFile } from "node:fs/promises";
import { describeError } from "@inception-edge/host/describe-error";
import type { Log } from "../observe/log.ts";
import type { KeyRing } from "../security/key-ring.ts";
import { apiKeys, type ApiKey } from "../setting-values.ts";
import type { Settings } from "../settings.ts";

type KeySettings = Pick<Settings, "API_KEYS" | "API_KEYS_FILE" | "ADMIN_KEYS" | "ADMIN_KEYS_FILE">;

/** The files that the settings name; their keys are in force beside those of the settings. */
export class KeyFiles {
  readonly #settings: KeySettings;
  readonly #keys: KeyRing;
  readonly #log: Log;
  #known = "";

  constructor(settings: KeySettings, keys: KeyRing, log: Log) {
    this.#settings = settings;
    this.#keys = keys;
    this.#log = log;
  }

  /** @throws {Error} when a file cannot be read, or has anything but keys; then nothing changes */
  async read(): Promise<void> {
    const { API_KEYS, API_KEYS_FILE, ADMIN_KEYS, ADMIN_KEYS_FILE } = this.#settings;
    const clients = [...API_KEYS, ...(await keysIn(API_KEYS_FILE))];
    const admins = [...ADMIN_KEYS, ...(await keysIn(ADMIN_KEYS_FILE))];
    const found = JSON.stringify([clients, admins]);
    if (found === this.#known) return;
    this.#known = found;
    this.#keys.clients = clients;
    this.#keys.admins = admins;
    this.#log("info", { event: "keys", clients: names(clients), admins: names(admins) });
  }

  /** The same; a failure is told in the log. */
  async refresh(): Promise<void> {
    await this.read().catch((error: unknown) => {
      this.#log("error", { event: "keys refused", why: describeError(error) });
    });
  }

  /** @returns a function that stops it */
  watch(everyMs: number): () => void {
    const timer = setInterval(() => void this.refresh(), everyMs);
    return () => clearInterval(timer);
  }
}

function names(keys: readonly ApiKey[]): readonly string[] {
  return keys.map(({ name }) => name);
}

/** `name:key`, one a line or separated by commas; lines may be empty or begin with `#`. */
async function keysIn(path: string): Promise<readonly ApiKey[]> {
  if (path === "") return [];
  try {
    const lines = (await readFile(path, "utf8")).split("\n").map((line) => line.trim());
    return apiKeys(lines.filter((line) => line !== "" && !line.startsWith("#")).join(","));
  } catch (error) {
    const why =
      error instanceof RangeError ? `it must have ${error.message}` : describeError(error);
    throw new Error(`Cannot read the keys in "${path}": ${why}`, { cause: error });
  }
}
