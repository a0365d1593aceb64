/** What was published, and how long is left, for people. */
import { formatBytes, formatCount } from "@inception-edge/host";
import type { PublishedAnswers } from "../output/manifest.ts";
import type { Store } from "../output/store.ts";

export function describePublished(
  store: Store,
  { file, bytes, sha256, answered, errors }: PublishedAnswers,
): string {
  const failed = Object.entries(errors).map(([code, count]) => `${count} ${code}`);
  const among = failed.length === 0 ? "no errors" : `errors: ${failed.join(", ")}`;
  return `${store.name}/${file}: ${formatCount(answered, "answer")} (${among}), ${formatBytes(bytes)}, SHA-256 ${sha256}`;
}

/** 4000 → "1 h 7 min". */
export function describeTime(seconds: number): string {
  if (!Number.isFinite(seconds)) return "unknown time";
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
