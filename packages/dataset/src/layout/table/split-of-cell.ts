/** The split that a cell of a table names. */
import { splitNamed, type SplitName } from "../class-folders/split-names.ts";

/** In any case: a split's name, fastai's `is_valid`, or Vertex AI's word for images that it may place anywhere. */
const OTHER_NAMES: Readonly<Record<string, SplitName>> = {
  false: "train",
  true: "val",
  unassigned: "train",
};

/** Undefined if it names none. */
export function splitOfCell(cell: string): SplitName | undefined {
  return splitNamed(cell) ?? OTHER_NAMES[cell.toLowerCase()];
}
