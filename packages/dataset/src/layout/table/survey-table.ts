/**
 * Tables of images: a path, a label and, if they have a split, train or val. Paths are relative to the table, or to a
 * folder that fits them. A row that cannot be used is left out, with the reason.
 */
import { sortByClass } from "../../by-class.ts";
import type { Defect } from "../../dataset-error.ts";
import type { ClassLabel, ImageRef } from "../../dataset.ts";
import { namedClass } from "../../labels.ts";
import { byName, composed } from "../../names.ts";
import { VAL_FRACTION } from "../../set-apart.ts";
import { quoted } from "../../text.ts";
import { readGivenNames } from "../given-names.ts";
import { leavingOut, readImageRef, type Folder } from "../read-folder.ts";
import type { LayoutSurvey } from "../survey-layout.ts";
import type { TableFile } from "./find-tables.ts";
import { readTable } from "./read-table.ts";
import { usableRows, type UsableRow } from "./usable-rows.ts";

const NOTHING: LayoutSurvey = { classes: [], train: [], val: [], notices: [] };

/** Options of {@link surveyTables}. */
export interface TablesOptions {
  readonly tables: readonly TableFile[];
  /** Whether paths that lead out of the folder are left out. */
  readonly isConfined: boolean;
}

/** Reads the tables and looks for their files. */
export function surveyTables(folder: Folder, { tables, isConfined }: TablesOptions): LayoutSurvey {
  const read = tables.map((table) => readTable(folder, table)).filter((one) => one !== undefined);
  if (read.length === 0) return NOTHING;
  const names = read.map(({ path }) => path);
  const notices = isConfined
    ? [`images and labels are those of ${names.map(quoted).join(" and ")}`]
    : [];
  const used = usableRows(folder, read, { isConfined, notices });
  const has = (wanted: UsableRow["split"]): boolean => used.some(({ split }) => split === wanted);
  const valSplit = has("val") ? "val" : "test";
  const classes = classesOf(
    folder,
    used.filter(({ split }) => split === "train"),
    names,
  );
  const indices = new Map(classes.map(({ id }, index) => [id, index]));
  const images = { train: [] as ImageRef[], val: [] as ImageRef[] };
  for (const row of used) {
    if (row.split !== "train" && row.split !== valSplit) continue;
    const classIndex = indices.get(row.id);
    if (classIndex === undefined) {
      folder.leftOut.push(unknownClass(row));
      continue;
    }
    const image = readImageRef(leavingOut(folder), row.path, classIndex);
    if (image) images[row.split === "train" ? "train" : "val"].push(image);
  }
  if (has("val") && has("test")) {
    notices.push('the split "test" is not used: "val" is the validation split');
  }
  const sorted = { train: sortByClass(images.train), val: sortByClass(images.val) };
  return { classes, ...sorted, ...(!has(valSplit) && { valFraction: VAL_FRACTION }), notices };
}

function unknownClass({ path, id, place }: UsableRow): Defect {
  const message = `labels ${quoted(path)} as ${quoted(id)}, a class that train does not have`;
  const cure = "correct the label, or add images of the class to train";
  return { code: "unknown-class", path: place, message, cure };
}

/** The classes of train, by the first label that each is given; what is only an id may be named in a file. */
function classesOf(
  folder: Folder,
  rows: readonly UsableRow[],
  tables: readonly string[],
): ClassLabel[] {
  const labels = new Map<string, string | undefined>();
  for (const { id, label } of rows) labels.set(id, labels.get(id) ?? label);
  const ids = [...labels.keys()].toSorted(byName);
  const nameOf = readGivenNames(folder, ids, tables);
  return ids.map((id) => {
    const label = labels.get(id);
    return label === undefined || composed(label) === id ? nameOf(id) : namedClass(id, label);
  });
}
