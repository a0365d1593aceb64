/** Files as a folder has them: named after their content, gzipped where that is worth it. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Part } from "../browser/parts.ts";

/** A file of the folder. */
export interface StoredFile {
  /** Relative to the page. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A file that a page loads, and how it is listed. */
export interface StoredPart extends StoredFile {
  readonly part: Part;
}

/** Of an image's codes hardly anything is left to gain. */
const WORTH_PACKING = 0.95;

/** @param path whose name gets the hash of what is stored: `bundle/model.tflite` → `bundle/model-1f2e3d4c.tflite` */
export function storePlain(path: string, content: Uint8Array | string): StoredPart {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const url = hashedPath(path, bytes);
  return { path: url, bytes, part: { url, bytes: bytes.length } };
}

/** As `.gzip`: hosts take `.gz` for an encoding that they have to tell the browser. */
export async function storePacked(path: string, content: Uint8Array): Promise<StoredPart> {
  const bytes = await promisify(gzip)(content, { level: 9 });
  if (bytes.length > content.length * WORTH_PACKING) return storePlain(path, content);
  const url = `${hashedPath(path, bytes)}.gzip`;
  return { path: url, bytes, part: { url, bytes: bytes.length, isPacked: true } };
}

/** A file of text. */
export function textFile(path: string, text: string): StoredFile {
  return { path, bytes: new TextEncoder().encode(text) };
}

/** SHA-256 in hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function hashedPath(path: string, content: Uint8Array): string {
  const hash = sha256Hex(content).slice(0, 8);
  return path.replace(/(\.[^./]+)?$/, (ending) => `-${hash}${ending}`);
}
