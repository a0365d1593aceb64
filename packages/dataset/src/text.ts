/** Text files as people's tools save them, and names as messages show them. */

/** Byte order marks, and what they announce: PowerShell's `>` writes UTF-16, Notepad UTF-8 with a mark. */
const MARKS = [
  ["utf-16le", 0xff, 0xfe],
  ["utf-16be", 0xfe, 0xff],
] as const;

/**
 * UTF-8 with or without a mark, or UTF-16 with one; the mark is left out.
 *
 * @throws {SyntaxError} with a clause about the file, "is not UTF-8 text", where it is neither.
 */
export function decodeText(bytes: Uint8Array): string {
  const [encoding = "utf-8"] =
    MARKS.find(([, ...mark]) => mark.every((of, at) => bytes[at] === of)) ?? [];
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    const wanted = encoding === "utf-8" ? "UTF-8" : "UTF-16, which its first bytes announce";
    throw new SyntaxError(`is not ${wanted}`, { cause });
  }
  if (text.includes("\0")) {
    throw new SyntaxError("holds zero bytes, as UTF-16 without a byte order mark does");
  }
  return text;
}

/** Whatever ends them: Linux's line feed, Windows's pair, an old Macintosh's carriage return. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** In double quotes as in JSON, so that nothing in it breaks the line or is obeyed by a terminal. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
