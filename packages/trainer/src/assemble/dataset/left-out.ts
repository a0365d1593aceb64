/** The files of a dataset that cannot be used: as lines of text, and as a list in the run's folder. */
import { join } from "node:path";
import {
  describeLeftOut,
  formatExcludeList,
  type DatasetOrigin,
  type Defect,
} from "@inception-edge/dataset";
import { writeWhole } from "@inception-edge/host";

/** The list's name in a run's folder. */
const LEFT_OUT = "left-out.txt";

/** @param isNewRun whether a run starts, which has `--strict` and keeps the list */
export function leftOutLines(leftOut: readonly Defect[], isNewRun: boolean): string[] {
  const more = { choice: "--strict refuses instead", list: `the run's ${LEFT_OUT}` };
  return describeLeftOut(leftOut, isNewRun ? more : {});
}

/** Writes the list in the form of an exclude list, with the reasons; no file if nothing is left out. */
export async function writeLeftOut(
  runFolder: string,
  { name, fingerprint, decoder, leftOut }: DatasetOrigin & { readonly leftOut: readonly Defect[] },
): Promise<void> {
  if (leftOut.length === 0) return;
  const entries = leftOut.map(({ path, message, cure }) => ({
    path,
    reason: `${message}; ${cure}`,
  }));
  const text = formatExcludeList({ name, fingerprint, decoder }, entries);
  await writeWhole(join(runFolder, LEFT_OUT), text);
}
