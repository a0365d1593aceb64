/** Files that cannot be used, as lines for the terminal: the trainer and reports say the same. */
import { formatCount, formatInteger } from "@inception-edge/host";
import type { Defect } from "./dataset-error.ts";
import { quoted } from "./text.ts";

/** Files that are named; of the others it says where they are listed. */
const SHOWN = 10;

/** Nothing if no file is left out. */
export function describeLeftOut(
  leftOut: readonly Pick<Defect, "path" | "message">[],
  {
    choice,
    list,
  }: {
    /** What else can be done: "--strict refuses instead". */
    readonly choice?: string;
    /** What lists all of them: "the run's left-out.txt". */
    readonly list?: string;
  } = {},
): string[] {
  if (leftOut.length === 0) return [];
  const more = leftOut.length - SHOWN;
  const aside = choice === undefined ? "" : ` (${choice})`;
  const place = list === undefined ? "" : `; ${list} has all`;
  return [
    `Left out: ${formatCount(leftOut.length, "file")} that cannot be used${aside}`,
    ...leftOut.slice(0, SHOWN).map(({ path, message }) => `  ${quoted(path)} ${message}`),
    ...(more > 0 ? [`  and ${formatInteger(more)} more${place}`] : []),
  ];
}
