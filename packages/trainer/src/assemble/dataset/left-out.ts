/** The files of a dataset that cannot be used: as lines of text, and as a list in the run's folder. */
import { join } from "node:path";
import {
  formatExcludeList,
  quoted,
  type DatasetOrigin,
  type Defect,
} from "@inception-edge/dataset";
import { formatCount, formatInteger, writeWhole } from "@inception-edge/host";

/** Files that are named on the terminal; the list has all. */
const SHOWN = 10;

/** The list's name in a run's folder. */
const LEFT_OUT = "left-out.txt";

/**
 * Nothing if no file is left out.
 *
 * @param isNewRun whether a run starts, which has `--strict` and keeps the list
 */
export function describeLeftOut(leftOut: readonly Defect[], isNewRun: boolean): string[] {
  if (leftOut.length === 0) return [];
  const more = leftOut.length - SHOWN;
  const [choice, place] = isNewRun
    ? [" (--strict refuses instead)", `; the run's ${LEFT_OUT} has all`]
    : ["", ""];
  return [
    `Left out: ${formatCount(leftOut.length, "file")} that cannot be used${choice}`,
    ...leftOut.slice(0, SHOWN).map(({ path, message }) => `  ${quoted(path)} ${message}`),
    ...(more > 0 ? [`  and ${formatInteger(more)} more${place}`] : []),
  ];
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
