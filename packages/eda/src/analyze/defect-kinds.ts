/** Counts defects of files by kind, for a sentence: "3 empty, 1 truncated and 2 of no class". */
import type { Defect } from "@inception-edge/dataset";
import { formatInteger, formatList } from "@inception-edge/host";

const KINDS: Readonly<Record<string, string>> = {
  empty: "empty",
  truncated: "truncated",
  corrupt: "damaged",
  unsupported: "in an unsupported format",
  too_large: "with too many bytes",
  too_many_pixels: "with too many pixels",
  unreadable: "unreadable",
  changed: "changed during the run",
  "not-a-file": "not a file",
  missing: "a broken link",
  "missing-image": "listed but missing",
  "unknown-class": "of no class",
  "malformed-line": "in lines that say too little",
  "listed-twice": "listed or linked twice",
};

/** The most frequent kind first. */
export function defectKinds(defects: readonly Pick<Defect, "code">[]): string {
  const byCode = [...Map.groupBy(defects, ({ code }) => code)];
  const kinds = byCode
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([code, { length }]) => `${formatInteger(length)} ${KINDS[code] ?? code}`);
  return formatList(kinds);
}
