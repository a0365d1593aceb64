/** Gives images the classes that a relabel list says, and takes out those that it removes. */
import { formatCount, formatList } from "@inception-edge/host";
import { sortByClass } from "../by-class.ts";
import type { ClassLabel, Dataset, ImageRef } from "../dataset.ts";
import { composed, nameFinder, otherCaseFinder } from "../names.ts";
import type { Survey } from "../open-dataset.ts";
import { quoted } from "../text.ts";
import { RelabelError } from "./relabel-error.ts";
import type { RelabelEntry } from "./relabel-list.ts";

/** Faults that a message names. */
const SHOWN = 5;

/** The class that an image gets; undefined: it is removed. */
type Changes = ReadonlyMap<string, number | undefined>;

/**
 * The survey as of a folder in which the images lie as the list says. Which of them are val stays as it is.
 *
 * @throws {RelabelError} naming the paths and classes that the dataset does not have, and those with another label than
 *   the list was made for
 */
export function relabelSurvey<Part extends Pick<Survey, "dataset" | "defects">>(
  survey: Part,
  entries: readonly RelabelEntry[],
): Part {
  if (entries.length === 0) return survey;
  const { dataset } = survey;
  const changes = resolve(survey, entries);
  const changed = (images: readonly ImageRef[]): ImageRef[] =>
    sortByClass(images.flatMap((image) => changedImage(image, changes)));
  const notices = [...dataset.notices, describe(dataset, changes)];
  const { train, val } = dataset;
  return {
    ...survey,
    dataset: { ...dataset, train: changed(train), val: changed(val), notices },
  };
}

function changedImage(image: ImageRef, changes: Changes): ImageRef[] {
  if (!changes.has(image.path)) return [image];
  const classIndex = changes.get(image.path);
  return classIndex === undefined ? [] : [{ ...image, classIndex }];
}

/** "the relabel list replaces 12 labels and removes 3 images" */
function describe({ train, val }: Dataset, changes: Changes): string {
  const images = [...train, ...val].filter(({ path }) => changes.has(path));
  const removed = images.filter(({ path }) => changes.get(path) === undefined).length;
  const replaced = images.length - removed;
  const parts = [
    ...(replaced > 0 ? [`replaces ${formatCount(replaced, "label")}`] : []),
    ...(removed > 0 ? [`removes ${formatCount(removed, "image")}`] : []),
  ];
  return `the relabel list ${parts.length > 0 ? formatList(parts) : "changes nothing"}`;
}

function resolve(
  { dataset, defects }: Pick<Survey, "dataset" | "defects">,
  entries: readonly RelabelEntry[],
): Changes {
  const { classes, train, val, leftOut, name } = dataset;
  const labelOf = new Map([...train, ...val].map(({ path, classIndex }) => [path, classIndex]));
  // An image that cannot be used may have been in the list before it was damaged.
  const known = [...labelOf.keys(), ...[...leftOut, ...defects].map(({ path }) => path)];
  const findPath = nameFinder(known);
  const findClass = classFinder(classes);
  const changes = new Map<string, number | undefined>();
  const faults: string[] = [];
  for (const entry of entries) {
    try {
      const path = findPath(entry.path);
      if (path === undefined) throw new RelabelError(`${quoted(entry.path)} is not in the dataset`);
      const found = labelOf.get(path);
      const said = entry.label === undefined ? found : findClass(entry.label);
      if (found !== undefined && said !== found) {
        throw new RelabelError(
          `${quoted(entry.path)} has the label ${quoted(classes[found]!.label)} in the dataset, not ${quoted(entry.label!)}`,
        );
      }
      const to = entry.to === undefined ? undefined : findClass(entry.to);
      if (changes.has(path) && changes.get(path) !== to) {
        throw new RelabelError(`${quoted(entry.path)} is listed twice, with different actions`);
      }
      changes.set(path, to);
    } catch (error) {
      if (!(error instanceof RelabelError)) throw error;
      faults.push(error.message);
    }
  }
  if (faults.length === 0) return changes;
  const more = faults.length - SHOWN;
  throw new RelabelError(
    `Cannot relabel "${name}": ${faults.slice(0, SHOWN).join("; ")}${more > 0 ? `; and ${more} more` : ""}; ` +
      "correct the list, or make one for this dataset with `pnpm --filter eda start audit --run RUN`",
  );
}

/** Finds a class by its id, or by its label if no other class has the same. */
function classFinder(classes: readonly ClassLabel[]): (text: string) => number {
  const byId = new Map(classes.map(({ id }, index) => [composed(id), index]));
  const byLabel = Map.groupBy(classes.keys(), (index) => composed(classes[index]!.label));
  const names = [...classes.map(({ id }) => id), ...classes.map(({ label }) => label)];
  const findOtherCase = otherCaseFinder(names);
  return function findClass(text) {
    const wanted = composed(text);
    const index = byId.get(wanted);
    if (index !== undefined) return index;
    const [first, second] = byLabel.get(wanted) ?? [];
    if (second !== undefined) {
      throw new RelabelError(`several classes are called ${quoted(text)}: give one's id`);
    }
    if (first !== undefined) return first;
    const other = findOtherCase(text);
    const hint = other === undefined ? "" : ` (there is ${quoted(other)})`;
    throw new RelabelError(`${quoted(text)} is not a class of it${hint}`);
  };
}
