/** Grey of either kind: one channel in the file, or three equal ones. */
import type { ColourModes } from "../report.ts";

export function greyImages(of: Pick<ColourModes, "oneChannel" | "greyStoredAsColour">): number {
  return of.oneChannel + of.greyStoredAsColour;
}
