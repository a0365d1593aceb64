/**
 * `words.txt`: WordNet id → names, one class per line, "n01443537<TAB>goldfish, Carassius auratus".
 */
import type { ClassLabel } from "./dataset.ts";

/** Reads the text of a `words.txt` into wnid → all of its names. Lines without a tab are no entries. */
export function parseWords(text: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const tab = line.indexOf("\t");
    const name = line.slice(tab + 1).trim();
    if (tab > 0 && name !== "") names.set(line.slice(0, tab).trim(), name);
  }
  return names;
}

/** A class and its short form: the first of its names. */
export function classLabel(wnid: string, name: string): ClassLabel {
  const [first = name] = name.split(",");
  return { wnid, label: first.trim(), name };
}
