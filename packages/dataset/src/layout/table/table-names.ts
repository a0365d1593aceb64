/** Names by which the tables of a folder are looked for. */
import { extname } from "node:path";
import { splitNamed, type SplitName } from "../class-folders/split-names.ts";
import { isTablePath } from "./parse-table.ts";

/** Names without extension: people's, Hugging Face's and Roboflow's. */
const NAMES: readonly string[] = ["labels", "metadata", "_classes"];

/** Whether a table of this name is looked for in any folder: "labels.csv". */
export function isTableName(name: string): boolean {
  return isData(name) && NAMES.includes(stem(name));
}

/** The split that a table is of, by its name: "train.csv". */
export function splitOfTable(name: string): SplitName | undefined {
  return isTablePath(name) && extname(name).toLowerCase() !== ".json"
    ? splitNamed(stem(name))
    : undefined;
}

/** Whether a table may be one of images by any name; answers that somebody computed are none. */
export function mayBeTable(name: string): boolean {
  return isData(name) && !/submission|prediction|answers|sample|relabel/i.test(name);
}

/** Texts and JSON are many things; they are tables only if they are named or called so. */
function isData(name: string): boolean {
  return isTablePath(name) && !/\.(?:txt|json)$/i.test(name);
}

function stem(name: string): string {
  return name.slice(0, -extname(name).length).toLowerCase();
}
