/**
 * `words.txt`: WordNet id → names, one class per line, "n01443537<TAB>goldfish, Carassius auratus".
 */
import type { ClassLabel } from "./dataset.ts";
import { composed } from "./names.ts";
import { splitLines } from "./text.ts";

/**
 * Reads the text of a `words.txt` into wnid → all of its names. In a line without a tab the id ends at the first
 * space, as in lists that an editor saved with its tabs expanded; a line without a name is no entry.
 */
export function parseWords(text: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const line of splitLines(text)) {
    const [, id = "", name = ""] =
      /^([^\t]*)\t(.*)$/.exec(line) ?? /^\s*(\S+)\s(.*)$/.exec(line) ?? [];
    if (id.trim() !== "" && name.trim() !== "") names.set(composed(id.trim()), name.trim());
  }
  return names;
}

/** A class and its short form, the first of its names; undefined where they are nothing but commas. */
export function classLabel(wnid: string, name: string): ClassLabel | undefined {
  const label = name
    .split(",")
    .map((one) => one.trim())
    .find(Boolean);
  return label === undefined ? undefined : { wnid, label, name };
}

/** Labels that several classes bear, such as ImageNet's two cranes, as a person must tell them apart. */
export function sharedLabels(classes: readonly ClassLabel[]): Map<string, ClassLabel[]> {
  const byLabel = Map.groupBy(classes, ({ label }) => label);
  return new Map([...byLabel].filter(([, bearers]) => bearers.length > 1));
}
