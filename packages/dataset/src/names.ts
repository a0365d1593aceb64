/**
 * Compares names of files and classes as people read them: "é" may be one character (Unicode's NFC) or two (NFD), and
 * folders and archives that come from a Mac may have either.
 */

/** The form in which names are compared and ordered. */
export function composed(name: string): string {
  return ASCII.test(name) ? name : name.normalize("NFC");
}

/** Names that are composed already: nearly all, and ten times as fast to check. */
const ASCII = /^[\0-\x7f]*$/;

/** Orders by the code units of the composed form, so that every machine sorts a folder the same way. */
export function byName(a: string, b: string): number {
  const [x, y] = [composed(a), composed(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Finds the name that a text means: an identical one before one that only reads the same. */
export function nameFinder(names: Iterable<string>): (wanted: string) => string | undefined {
  const same = new Set(names);
  const alike = new Map([...same].map((name) => [composed(name), name]));
  return function findName(wanted) {
    return same.has(wanted) ? wanted : alike.get(composed(wanted));
  };
}

/** Finds a name that differs from a text only in case, to suggest it in a message. */
export function otherCaseFinder(names: Iterable<string>): (wanted: string) => string | undefined {
  let folded: Map<string, string> | undefined;
  return function findOtherCase(wanted) {
    folded ??= new Map([...names].map((name) => [composed(name).toLowerCase(), name]));
    return folded.get(composed(wanted).toLowerCase());
  };
}
