/** From a variable's text to its value. Each function throws a RangeError with what is wanted. */
import { isAbsolute } from "node:path";
import type { Plan } from "./rollout/plan.ts";

/** The working folder differs between the ways to start the service. */
export function absolutePath(text: string): string {
  const file = text.trim();
  if (!isAbsolute(file)) throw new RangeError("an absolute path");
  return file;
}

/** Identifies a client. */
export interface ApiKey {
  /** Appears in logs. */
  readonly name: string;
  readonly key: string;
}

/** Any text, without white space around it. */
export function word(text: string): string {
  return text.trim();
}

/** Of a URL, without query. */
export function path(text: string): string {
  const given = text.trim();
  if (/^\/[^?#\s]*$/.test(given)) return given;
  throw new RangeError("a path such as /predict");
}

/** `name:key`, separated by commas. */
export function apiKeys(text: string): readonly ApiKey[] {
  return text.split(",").map((pair) => {
    const [, name, key] = /^\s*([\w.-]+):(\S{8,})\s*$/.exec(pair) ?? [];
    if (name === undefined || key === undefined) {
      throw new RangeError(
        "name:key pairs, with keys of at least 8 characters, separated by commas",
      );
    }
    return { name, key };
  });
}

/** A segment of a path, without the colon before a verb. */
export function modelName(text: string): string {
  const name = text.trim();
  if (!/^[^/:?#\s]+$/.test(name)) throw new RangeError("a name without white space, /, :, ? and #");
  return name;
}

/** `a:90,b:10,c:shadow`, the present model first; or a single id for all requests. */
export function modelShares(text: string): Plan {
  const wanted =
    "ids with whole percents that add up to 100, the present model first, and perhaps one id:shadow";
  const entries = text.split(",").map((part) => {
    const [, id, share] = /^\s*([A-Za-z0-9][\w.-]*)(?::(shadow|\d+))?\s*$/.exec(part) ?? [];
    if (id === undefined) throw new RangeError(wanted);
    return { id, share };
  });
  const shadows = entries.filter(({ share }) => share === "shadow");
  const sharing = entries.filter(({ share }) => share !== "shadow");
  const shares = new Map(
    sharing.map(({ id, share }) => [id, share === undefined ? 100 : Number(share)]),
  );
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  const ids = new Set(entries.map(({ id }) => id));
  const [present] = shares.keys();
  if (
    present === undefined ||
    total !== 100 ||
    [...shares.values()].includes(0) ||
    shadows.length > 1 ||
    ids.size < entries.length
  ) {
    throw new RangeError(wanted);
  }
  const [shadow] = shadows;
  return { present, shares, ...(shadow && { shadow: shadow.id }) };
}

/** The name of an HTTP header, in lower case. */
export function headerName(text: string): string {
  const name = text.trim().toLowerCase();
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) throw new RangeError("the name of a header");
  return name;
}

/** As browsers send them: scheme, host and port, and nothing after; or `*`. */
export function origins(text: string): readonly string[] {
  return text.split(",").map((part) => {
    const given = part.trim();
    if (given === "*") return given;
    const url = URL.parse(given);
    const isOrigin =
      url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
    if (!isOrigin || url.hostname.includes("*")) {
      throw new RangeError("origins such as https://app.example, separated by commas, or *");
    }
    return url.origin;
  });
}
