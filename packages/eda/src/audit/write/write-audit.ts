/** Writes the audit's files: for people, for programs, and the list to edit. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { formatRelabelList, type RelabelEntry } from "@inception-edge/dataset";
import { writeWhole } from "@inception-edge/host";
import type { Audit } from "../audit.ts";
import { renderAudit } from "../page/render-audit.ts";
import type { Thumbnail } from "../thumbnails.ts";
import { relabelRows } from "./relabel-rows.ts";

/** @returns the names of the files in `folder` */
export async function writeAudit(
  folder: string,
  audit: Audit,
  {
    earlier,
    thumbnails,
    missing,
  }: {
    readonly earlier: readonly RelabelEntry[];
    readonly thumbnails: ReadonlyMap<string, Thumbnail>;
    readonly missing?: string | undefined;
  },
): Promise<string[]> {
  const files = {
    "audit.html": renderAudit(audit, { thumbnails, missing }),
    "audit.json": `${JSON.stringify(audit, null, 1)}\n`,
    "relabel.csv": formatRelabelList(relabelRows(audit, earlier)),
  };
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      await writeWhole(join(folder, name), content);
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`Cannot write the audit to "${folder}" (${code}); choose another --out`, {
      cause,
    });
  }
  return Object.keys(files);
}
