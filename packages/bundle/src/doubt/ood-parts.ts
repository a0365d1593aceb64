/** What of a bundle tells images out of distribution. */
import { bundleFile, type Bundle } from "../read-bundle.ts";
import type { OodParts } from "./ood-rater.ts";

/**
 * @param bundle read with the role `ood-gaussian`
 * @param role of the network's file
 * @returns undefined where the bundle cannot tell, as an older one
 */
export function oodParts(bundle: Bundle, role: string): OodParts | undefined {
  const { outOfDistribution: known, files } = bundle.manifest;
  const scale = known?.scales[role];
  if (scale === undefined || !files.some((file) => file.role === "ood-gaussian")) return undefined;
  return { gaussian: bundleFile(bundle, "ood-gaussian"), channels: known!.channels, scale };
}
