/** From a variable's text to its value. Each function throws a RangeError with what is wanted. */

/** Identifies a client. */
export interface ApiKey {
  /** Appears in logs. */
  readonly name: string;
  readonly key: string;
}

/** Both limits are included. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new RangeError(`a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** Any text, without white space around it. */
export function word(text: string): string {
  return text.trim();
}

/** One of a few words. */
export function oneOf<const T extends string>(...choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new RangeError(`one of ${choices.join(", ")}`);
    return found;
  };
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
