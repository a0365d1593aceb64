/**
 * A text file of images to leave out of training, one path per line, below the dataset's root. What follows a `#`
 * at a line's start or after a space is a comment; comments at the head may name the dataset it was made from:
 *
 *     # dataset: tiny-imagenet-200
 *     # fingerprint: 5b1f…
 *     # decoder: @inception-edge/image/1 …
 *     train/n07747607/images/n07747607_77.JPEG  # the pixels of …, which has another label
 */
import type { DatasetOrigin } from "./dataset-origin.ts";

export interface ExcludeEntry {
  readonly path: string;
  /** Why, in words; one line. */
  readonly reason: string;
}

export interface ExcludeList {
  /** Absent from a list that somebody wrote by hand. */
  readonly origin?: DatasetOrigin;
  readonly paths: readonly string[];
}

const ORIGIN_LINES = { dataset: "name", fingerprint: "fingerprint", decoder: "decoder" } as const;

export function formatExcludeList(origin: DatasetOrigin, entries: readonly ExcludeEntry[]): string {
  const head = Object.entries(ORIGIN_LINES).map(([word, key]) => `# ${word}: ${origin[key]}\n`);
  const lines = entries.map(({ path, reason }) => `${path}  # ${reason}\n`);
  return [...head, ...lines].join("");
}

export function parseExcludeList(text: string): ExcludeList {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const paths = lines.map((line) => line.replace(/(^|\s)#.*$/, "").trim()).filter(Boolean);
  const [name, fingerprint, decoder] = Object.keys(ORIGIN_LINES).map((word) =>
    lines.find((line) => line.startsWith(`# ${word}: `))?.slice(word.length + 4),
  );
  return fingerprint === undefined || decoder === undefined
    ? { paths }
    : { origin: { name: name ?? "", fingerprint, decoder }, paths };
}
