/** A run of bytes: a text gives one for each of its letters. */
export type Bytes = Uint8Array | readonly number[] | string;

/** Puts runs of bytes together. */
export function concatBytes(parts: readonly Bytes[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(typeof part === "string" ? letterBytes(part) : part, at);
    at += part.length;
  }
  return whole;
}

function letterBytes(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
