/** Where a request falls between the models that share the requests: by its client, or by its image. */
import { createHash } from "node:crypto";

/** In [0, 1), evenly spread; equal for equal parts, in every process. */
export function stickyPoint(parts: readonly (string | Uint8Array)[]): number {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest().readUInt32BE(0) / 2 ** 32;
}
