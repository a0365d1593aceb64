/** What an archive may claim to hold: a few kilobytes can unpack into a full disk. */
import { formatBytes, formatInteger } from "@inception-edge/host";

/** The archive is invalid: extracting it again would fail again. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
}

/** The most that is unpacked. */
export interface ArchiveLimits {
  readonly entries: number;
  /** Bytes of one entry, which is held in memory. */
  readonly entryBytes: number;
  readonly totalBytes: number;
}

/** Images hardly compress: what grows twentyfold, and beyond a gigabyte, holds something else. */
export function limitsFor(archiveBytes: number): ArchiveLimits {
  return {
    entries: 5_000_000,
    entryBytes: 2 ** 30,
    totalBytes: Math.max(2 ** 30, 20 * archiveBytes),
  };
}

/**
 * Returns a function to call with each entry's name and size in bytes.
 *
 * @throws {Error} from that function, at the first entry beyond a limit
 */
export function countAgainst(limits: ArchiveLimits): (name: string, bytes: number) => void {
  let entries = 0;
  let totalBytes = 0;
  return (name, bytes) => {
    entries += 1;
    totalBytes += bytes;
    if (entries > limits.entries) {
      throw new Error(`it has more than ${formatInteger(limits.entries)} entries`);
    }
    if (bytes > limits.entryBytes) {
      throw new Error(`${JSON.stringify(name)} has ${formatBytes(bytes)}, too many for an image`);
    }
    if (totalBytes > limits.totalBytes) {
      throw new Error(
        `it unpacks to more than ${formatBytes(limits.totalBytes)}, too many for images`,
      );
    }
  };
}
