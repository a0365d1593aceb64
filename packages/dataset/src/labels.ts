/**
 * The labels of classes: from `words.txt`, "n01443537<TAB>goldfish, Carassius auratus", or made of the id.
 */
import type { ClassLabel } from "./dataset.ts";
import { composed } from "./names.ts";
import { splitLines } from "./text.ts";

/**
 * Parses `words.txt` into a map from wnid to all of its names. Without a tab, as after an editor has expanded tabs,
 * the id ends at the first space; lines without a name are skipped.
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

/** A class whose label is the first non-empty name; undefined if there is none. */
export function classLabel(wnid: string, name: string): ClassLabel | undefined {
  const label = name
    .split(",")
    .map((one) => one.trim())
    .find(Boolean);
  return label === undefined ? undefined : { id: wnid, wnid, label, name };
}

/** Labels that several classes share, such as ImageNet's two cranes: a reader could not tell those apart. */
export function sharedLabels<Class extends Pick<ClassLabel, "label">>(
  classes: readonly Class[],
): Map<string, Class[]> {
  const byLabel = Map.groupBy(classes, ({ label }) => label);
  return new Map([...byLabel].filter(([, sharing]) => sharing.length > 1));
}

/** A class without names: its label is the id made readable, "tabby_cat" → "tabby cat". */
export function readableClass(id: string): ClassLabel {
  const [, wnid, named] = WORDNET_NAME.exec(id) ?? [];
  const label = readable(named ?? id.replace(NUMBER, ""));
  return { id, ...(wnid !== undefined && { wnid }), label, name: label };
}

/** A class whose names are given, the first of them as its label. */
export function namedClass(id: string, names: string): ClassLabel {
  const named = classLabel(id, readable(names));
  return named ? { ...readableClass(id), label: named.label, name: named.name } : readableClass(id);
}

/** Underscores and line breaks become spaces; hyphens stay, as in "t-shirt". */
function readable(text: string): string {
  return text.replaceAll(/[_\s\p{Cc}]+/gu, " ").trim() || text;
}

/** "n02085620", and Stanford Dogs' "n02085620-Chihuahua". */
const WORDNET_NAME = /^(n\d{8})(?:[-_. ](.*\S))?$/;

/** Before the names of CUB-200 and Caltech-256: "001.Black_footed_Albatross". */
const NUMBER = /^\d{3}\.(?=\p{L})/u;
