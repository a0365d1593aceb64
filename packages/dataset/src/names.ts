/**
 * Names of files and classes, compared as people read them: "é" is one character or two (Unicode's forms NFC and NFD),
 * and a folder that was on a Mac or in an archive from one may have either.
 */

/** The form in which names are compared and ordered. */
export function composed(name: string): string {
  return ASCII.test(name) ? name : name.normalize("NFC");
}

/** What needs no composing: nearly every name, and ten times as fast to find out. */
const ASCII = /^[\0-\x7f]*$/;

/** Ascending by the code units of the composed form, so that every machine orders a folder alike. */
export function byName(a: string, b: string): number {
  const [x, y] = [composed(a), composed(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Finds the one of `names` that a text means: the very same before one that reads the same. */
export function nameFinder(names: Iterable<string>): (wanted: string) => string | undefined {
  const same = new Set(names);
  const alike = new Map([...same].map((name) => [composed(name), name]));
  return function findName(wanted) {
    return same.has(wanted) ? wanted : alike.get(composed(wanted));
  };
}

/** Finds the one of `names` that differs from a text in its case alone, for a message. */
export function otherCaseFinder(names: Iterable<string>): (wanted: string) => string | undefined {
  let folded: Map<string, string> | undefined;
  return function findOtherCase(wanted) {
    folded ??= new Map([...names].map((name) => [composed(name).toLowerCase(), name]));
    return folded.get(composed(wanted).toLowerCase());
  };
}
