/// <reference lib="dom" />
/** SHA-256 by Web Crypto, which Node, Deno and browsers share (a page needs https or localhost for it). */

/** 64 lower-case hexadecimal digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
