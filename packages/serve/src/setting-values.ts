/** From a variable's text to its value. Each function throws a RangeError with what is wanted. */

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

/** `name:key,name:key` */
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
