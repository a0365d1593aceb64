/** `index.json` of predictions: the images and classes that the rows and columns of the float files belong to. */
import type { Predictions } from "./predictions.ts";

/** The files in the folder; raw little-endian float32, row by row. */
export const FILES = {
  index: "index.json",
  probabilities: "probabilities.f32",
  features: "features.f32",
} as const;

/** The content of `index.json`. */
export interface PredictionsIndex extends Omit<Predictions, "probabilities" | "features"> {
  readonly schemaVersion: 1;
  /** Values per image in `features.f32`; 0 if there is no such file. */
  readonly featureLength: number;
}

/** @throws {Error} with a clause about the file, if the text is no index of this version */
export function parsePredictionsIndex(text: string): PredictionsIndex {
  let index: Partial<PredictionsIndex> | null;
  try {
    index = JSON.parse(text) as Partial<PredictionsIndex> | null;
  } catch (cause) {
    throw new Error("it is not JSON", { cause });
  }
  if (index?.schemaVersion !== 1) {
    throw new Error(`its schema version is ${String(index?.schemaVersion)}, wanted 1`);
  }
  const wrong = Object.entries(FIELDS).find(([name, isRight]) => {
    return !isRight((index as Readonly<Record<string, unknown>>)[name]);
  });
  if (wrong) throw new Error(`its "${wrong[0]}" is missing or malformed`);
  return index as PredictionsIndex;
}

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  how: isText,
  dataset: (value) => hasFields(value, { name: isText, root: isText, fingerprint: isText }),
  classes: (value) => isListOf(value, { id: isText, label: isText }),
  images: (value) => isListOf(value, { path: isText, label: isCount, fold: isCount }),
  featureLength: isCount,
};

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isListOf(
  value: unknown,
  fields: Readonly<Record<string, (value: unknown) => boolean>>,
): boolean {
  return Array.isArray(value) && value.every((item) => hasFields(item, fields));
}

function hasFields(
  value: unknown,
  fields: Readonly<Record<string, (value: unknown) => boolean>>,
): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(fields).every(([name, isRight]) => {
    return isRight((value as Readonly<Record<string, unknown>>)[name]);
  });
}
