/** Text files in the encodings that common tools write, and names quoted for messages. */

/** Byte order marks and their encodings: PowerShell's `>` writes UTF-16, Notepad UTF-8 with a mark. */
const MARKS = [
  ["utf-16le", 0xff, 0xfe],
  ["utf-16be", 0xfe, 0xff],
] as const;

/**
 * Decodes UTF-8 with or without a byte order mark, or UTF-16 with one; removes the mark.
 *
 * @throws {SyntaxError} if the bytes are neither, with a clause whose subject is the file: "is not UTF-8"
 */
export function decodeText(bytes: Uint8Array): string {
  const [encoding = "utf-8"] =
    MARKS.find(([, ...mark]) => mark.every((byte, index) => bytes[index] === byte)) ?? [];
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    const wanted = encoding === "utf-8" ? "UTF-8" : "UTF-16, although its byte order mark says so";
    throw new SyntaxError(`is not ${wanted}`, { cause });
  }
  if (text.includes("\0")) {
    throw new SyntaxError("contains zero bytes, like UTF-16 without a byte order mark");
  }
  return text;
}

/** Splits at any line end: line feed, carriage return, or both. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** The text as a JSON string, with control characters escaped, so that it cannot break a line or control a terminal. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
