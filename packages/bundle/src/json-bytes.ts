/// <reference lib="dom" />
/** JSON as the bytes of a UTF-8 file. */

/** @param indent spaces a level, for files that people read */
export function encodeJson(value: unknown, indent = 0): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value, undefined, indent));
}

/** @throws {SyntaxError | TypeError} when the bytes are not JSON or not UTF-8 */
export function decodeJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}
