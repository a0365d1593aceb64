/** The API keys in force. They may change while the service runs. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { ApiKey } from "../setting-values.ts";
import type { Settings } from "../settings.ts";

/** Keys of clients, and of those who may change what is served. */
export class KeyRing {
  clients: readonly ApiKey[];
  admins: readonly ApiKey[];

  constructor({ API_KEYS, ADMIN_KEYS }: Pick<Settings, "API_KEYS" | "ADMIN_KEYS">) {
    this.clients = API_KEYS;
    this.admins = ADMIN_KEYS;
  }
}

/**
 * The key that was sent, if it is one of these. Every one is compared, by digests of equal length and in constant time, so
 * that timing reveals nothing.
 */
export function knownKey(keys: readonly ApiKey[], headers: Headers): ApiKey | undefined {
  const [, bearer] = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  const given = bearer ?? headers.get("x-api-key") ?? "";
  const [known] = keys.filter(({ key }) => timingSafeEqual(digest(key), digest(given)));
  return known;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
