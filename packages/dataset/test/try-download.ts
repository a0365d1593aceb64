/** A small archive in the form of the official one, and a download of it with its outcome. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import {
  downloadTinyImageNet,
  type DownloadOptions,
  type DownloadProgress,
} from "../src/download-tiny-imagenet.ts";
import { withArchiveServer, type ArchiveServerOptions } from "./archive-server.ts";
import { writeZip, type ZipEntry } from "./write-zip.ts";

export const image: Uint8Array = Uint8Array.from({ length: 50_000 }, (_, index) => index);
export const entries: readonly ZipEntry[] = [
  { name: "tiny-imagenet-200/", content: new Uint8Array() },
  { name: "tiny-imagenet-200/wnids.txt", content: Buffer.from("n01443537\n") },
  { name: "tiny-imagenet-200/train/n01443537/images/n01443537_0.JPEG", content: image },
];
export const zip: Uint8Array = writeZip(entries);

export interface DownloadCase extends ArchiveServerOptions {
  readonly file?: Uint8Array;
  readonly options?: DownloadOptions;
  /** Files that exist before. */
  readonly part?: Uint8Array;
}

export interface DownloadOutcome {
  readonly root: string;
  readonly ranges: readonly (string | undefined)[];
  readonly progress: readonly DownloadProgress[];
  readonly error: Error | undefined;
  /** Names beside the dataset's folder, and that. */
  readonly left: readonly string[];
}

/** Downloads from a server as the case describes, and returns the outcome. */
export async function download(
  { file = zip, options, part, ...serverOptions }: DownloadCase,
  check: (outcome: DownloadOutcome) => Promise<void> | void,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    await withArchiveServer(file, serverOptions, async ({ url, ranges }) => {
      const root = join(folder, "tiny");
      if (part) await writeFile(`${root}.zip.part`, part);
      const progress: DownloadProgress[] = [];
      const error = await downloadTinyImageNet(root, {
        url,
        bytes: zip.length,
        retryMs: 1,
        onProgress: (report) => progress.push(report),
        ...options,
      }).then(
        () => undefined,
        (reason: Error) => reason,
      );
      await check({ root, ranges, progress, error, left: await readdir(folder) });
    });
  });
}
